internal import Store

/// A notice as stored. The pages have a `NoticeRow` of their own; where both are seen this name tells them apart.
typealias StoredNotice = NoticeRow
