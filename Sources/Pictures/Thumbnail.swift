internal import CPng
internal import CTurboJPEG
internal import CWebP
internal import Synchronization

/// Makes the small picture that lists show. Decoding is bounded: the size is known before, JPEG and WebP are shrunk while they are
/// decoded, and one picture is decoded at a time. Blocks: callers run on a thread that may.
package enum Thumbnail {
    /// Of the longer side, in pixels; what is smaller needs no small picture.
    package static let side = 640
    /// What has to be decoded whole (PNG, WebP, progressive JPEG) gets none above this: lists then show the picture itself.
    package static let wholePixels = 16_000_000

    package enum Source: Hashable, Sendable {
        case jpeg(progressive: Bool), png, webp
    }

    private static let turn = Mutex(())

    /// A JPEG with the longer side between half of `side` and a little above it; nil where none is needed or can be made.
    package static func make(of path: String, _ source: Source, width: Int, height: Int) -> [UInt8]? {
        guard max(width, height) > side, source == .jpeg(progressive: false) || width * height <= wholePixels,
            let file = MappedFile(path)
        else { return nil }
        return turn.withLock { _ in
            let picture: Raster? =
                switch source {
                case .jpeg: jpeg(file.bytes, max(width, height))
                case .png: png(file.bytes, width, height)
                case .webp: webp(file.bytes, width, height)
                }
            return picture.flatMap(encode)
        }
    }

    /// Red, green and blue, line by line.
    struct Raster {
        let width: Int
        let height: Int
        var bytes: [UInt8]
    }

    static func encode(_ picture: Raster) -> [UInt8]? {
        guard let encoder = tjInitCompress() else { return nil }
        defer { tjDestroy(encoder) }
        var (result, size): (UnsafeMutablePointer<UInt8>?, UInt) = (nil, 0)
        defer { tjFree(result) }
        let done = tjCompress2(
            encoder, picture.bytes, Int32(picture.width), 0, Int32(picture.height), Int32(TJPF_RGB.rawValue), &result, &size,
            Int32(TJSAMP_420.rawValue), 75, 0)
        guard done == 0, let result else { return nil }
        return Array(UnsafeBufferPointer(start: result, count: Int(size)))
    }

    /// The decoder shrinks by eighths while it works: it never holds the picture whole.
    private static func jpeg(_ bytes: UnsafeBufferPointer<UInt8>, _ longer: Int) -> Raster? {
        guard let decoder = tjInitDecompress() else { return nil }
        defer { tjDestroy(decoder) }
        var (width, height, sampling, colours) = (Int32(0), Int32(0), Int32(0), Int32(0))
        guard tjDecompressHeader3(decoder, bytes.baseAddress, UInt(bytes.count), &width, &height, &sampling, &colours) == 0,
            Int(max(width, height)) == longer
        else { return nil }
        let eighths = (1...8).last { (longer * $0 + 7) / 8 <= side } ?? 1
        let (small, low) = ((Int(width) * eighths + 7) / 8, (Int(height) * eighths + 7) / 8)
        var picture = Raster(width: small, height: low, bytes: [UInt8](repeating: 0, count: small * low * 3))
        let done = picture.bytes.withUnsafeMutableBufferPointer { target in
            tjDecompress2(
                decoder, bytes.baseAddress, UInt(bytes.count), target.baseAddress, Int32(small), Int32(small * 3), Int32(low),
                Int32(TJPF_RGB.rawValue), TJFLAG_FASTDCT)
        }
        // A warning (data that ends early) is no failure: what was read is shown.
        guard done == 0 || tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue) else { return nil }
        return picture
    }

    private static func png(_ bytes: UnsafeBufferPointer<UInt8>, _ width: Int, _ height: Int) -> Raster? {
        var image = png_image()
        shouwen_png_begin(&image)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0, Int(image.width) == width,
            Int(image.height) == height
        else { return nil }
        shouwen_png_as_rgb(&image)
        var whole = [UInt8](repeating: 0, count: width * height * 3)
        // What is transparent stands on white, as on paper.
        var paper = png_color(red: 255, green: 255, blue: 255)
        guard png_image_finish_read(&image, &paper, &whole, Int32(width * 3), nil) != 0 else { return nil }
        return shrink(Raster(width: width, height: height, bytes: whole))
    }

    private static func webp(_ bytes: UnsafeBufferPointer<UInt8>, _ width: Int, _ height: Int) -> Raster? {
        var config = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&config) != 0, WebPGetFeatures(bytes.baseAddress, bytes.count, &config.input) == VP8_STATUS_OK,
            config.input.has_animation == 0, Int(config.input.width) == width, Int(config.input.height) == height
        else { return nil }
        let longer = max(width, height)
        config.options.use_scaling = 1
        config.options.scaled_width = Int32(max(1, width * side / longer))
        config.options.scaled_height = Int32(max(1, height * side / longer))
        config.output.colorspace = MODE_RGB
        guard WebPDecode(bytes.baseAddress, bytes.count, &config) == VP8_STATUS_OK else { return nil }
        defer { WebPFreeDecBuffer(&config.output) }
        let (small, low, stride) = (Int(config.output.width), Int(config.output.height), Int(config.output.u.RGBA.stride))
        guard let first = config.output.u.RGBA.rgba else { return nil }
        var picture = Raster(width: small, height: low, bytes: [])
        picture.bytes.reserveCapacity(small * low * 3)
        for line in 0..<low { picture.bytes += UnsafeBufferPointer(start: first + line * stride, count: small * 3) }
        return picture
    }

    /// Each point of the small picture is the mean of four of the large one.
    static func shrink(_ large: Raster) -> Raster {
        let step = (max(large.width, large.height) + side - 1) / side
        guard step > 1 else { return large }
        let (width, height) = (max(1, large.width / step), max(1, large.height / step))
        var small = [UInt8](repeating: 0, count: width * height * 3)
        large.bytes.withUnsafeBufferPointer { from in
            small.withUnsafeMutableBufferPointer { to in
                for y in 0..<height {
                    let (first, second) = (min(y * step, large.height - 1), min(y * step + step / 2, large.height - 1))
                    for x in 0..<width {
                        let (left, right) = (min(x * step, large.width - 1), min(x * step + step / 2, large.width - 1))
                        for part in 0..<3 {
                            let sum =
                                Int(from[(first * large.width + left) * 3 + part]) + Int(from[(first * large.width + right) * 3 + part])
                                + Int(from[(second * large.width + left) * 3 + part]) + Int(from[(second * large.width + right) * 3 + part])
                            to[(y * width + x) * 3 + part] = UInt8(sum / 4)
                        }
                    }
                }
            }
        }
        return Raster(width: width, height: height, bytes: small)
    }
}
