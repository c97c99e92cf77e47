import Hummingbird
@main struct Shouwen { static func main() async throws { _ = Router() } }
