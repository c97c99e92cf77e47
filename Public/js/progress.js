// A run that goes on by itself: the page looks again every two seconds while somebody looks at it. Without this file one reloads.
if (document.querySelector('[data-behaviour="progress"]')) {
  setInterval(() => {
    const isTyping = document.activeElement?.matches("input, textarea, select, button");
    if (document.visibilityState === "visible" && !isTyping) location.reload();
  }, 2000);
}
