import COpenSSL
import Foundation
import Secrets

/// Signs as a sign-in service does, with key pairs made for these tests alone.
struct SigningKey: Sendable {
    enum Kind: String, Sendable { case rs256 = "RS256", es256 = "ES256" }

    let kind: Kind
    /// Members of the public key's entry in a key set.
    let entry: [String: String]
    private let pem: String

    /// `header.payload.signature` over the claims as JSON.
    func sign(_ claims: some Encodable, header: [String: String] = [:]) throws -> String {
        let head = try JSONSerialization.data(withJSONObject: ["alg": kind.rawValue].merging(header) { $1 }, options: [.sortedKeys])
        let text = "\(Token.encode(Array(head))).\(Token.encode(Array(try JSONEncoder().encode(claims))))"
        return "\(text).\(Token.encode(signature(over: Array(text.utf8))))"
    }

    private func signature(over message: [UInt8]) -> [UInt8] {
        let bytes = Array(pem.utf8)
        guard let file = BIO_new_mem_buf(bytes, Int32(bytes.count)), let key = PEM_read_bio_PrivateKey(file, nil, nil, nil),
            let context = EVP_MD_CTX_new()
        else { fatalError("the key of the tests cannot be read") }
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
            BIO_free(file)
        }
        var length = 0
        EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key)
        EVP_DigestSign(context, nil, &length, message, message.count)
        var signature = [UInt8](repeating: 0, count: length)
        EVP_DigestSign(context, &signature, &length, message, message.count)
        return kind == .rs256 ? Array(signature.prefix(length)) : SigningKey.sideBySide(Array(signature.prefix(length)))
    }

    /// The two numbers of a DER sequence as 32 bytes each.
    private static func sideBySide(_ der: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 2
        for _ in 0..<2 {
            let length = Int(der[index + 1])
            let number = der[(index + 2)..<(index + 2 + length)].drop { $0 == 0 }
            result += [UInt8](repeating: 0, count: 32 - number.count) + number
            index += 2 + length
        }
        return result
    }

    static let first = SigningKey(
        kind: .es256,
        entry: [
            "kty": "EC", "crv": "P-256", "x": "TEQjaZkCWLEAr4yP-Pa8iijeaghb0GPd5SfKBv6-HEU",
            "y": "QGivMMpQtkzMhf6dBoksBIQmLxThFoWyFEtfwCv7aus",
        ],
        pem: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvc6Qpq2HSEo90FIO
            Z5JZpfW/LpDUuNclZFBOpwtqYMChRANCAARMRCNpmQJYsQCvjI/49ryKKN5qCFvQ
            Y93lJ8oG/r4cRUBorzDKULZMzIX+nQaJLASEJi8U4RaFshRLX8Ar+2rr
            -----END PRIVATE KEY-----
            """)

    static let second = SigningKey(
        kind: .es256,
        entry: [
            "kty": "EC", "crv": "P-256", "x": "xYmA4A1bswqyCkJqQcUUf68QKtsEyPHIn9qGu4vl23Q",
            "y": "hPN_X0knhQaSJ_ZIjpn9k-0XXpf6rP-UJPYgRnugP6U",
        ],
        pem: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwZfcb4RJqdPJfPxf
            h6btghxcyTxPxHVrkFoD0YngjcihRANCAATFiYDgDVuzCrIKQmpBxRR/rxAq2wTI
            8cif2oa7i+XbdITzf19JJ4UGkif2SI6Z/ZPtF16X+qz/lCT2IEZ7oD+l
            -----END PRIVATE KEY-----
            """)

    static let rsa = SigningKey(
        kind: .rs256,
        entry: [
            "kty": "RSA", "use": "sig", "alg": "RS256", "e": "AQAB",
            "n":
                "u29HCFxzJ-H44SULrmABXN5x3s9Qs0Zxurmak4Wb7LuVexrGUuzAQ3pjikRJrJBIEmMA_9FNR_TmnnTHvzJSUQKUl4nU1Mf98iR89NplG0UOqYOdw_pd1sYa"
                + "93U6p43-nKwPsw9za3tGArraqmp-NExuVV8JlaJPy5iovGhc2sXiXqrZxWCY-AOZgPlLL3kLLFcy9p1ifRW9iuwHprPEP0gkOYvW8_i17JPYhUBpWvv6_Ejo"
                + "eaBaoexe-quSTJ3hK_tCM-mAPnc2PCC9q_Bqx3KpsI2wgwcDe_xsgtr_OYSCXF3ySRPKpgWT-hcKGdVPaZQXrmBZtGg7yVIP-pRkDQ",
        ],
        pem: """
            -----BEGIN PRIVATE KEY-----
            MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC7b0cIXHMn4fjh
            JQuuYAFc3nHez1CzRnG6uZqThZvsu5V7GsZS7MBDemOKREmskEgSYwD/0U1H9Oae
            dMe/MlJRApSXidTUx/3yJHz02mUbRQ6pg53D+l3Wxhr3dTqnjf6crA+zD3Nre0YC
            utqqan40TG5VXwmVok/LmKi8aFzaxeJeqtnFYJj4A5mA+UsveQssVzL2nWJ9Fb2K
            7Aems8Q/SCQ5i9bz+LXsk9iFQGla+/r8SOh5oFqh7F76q5JMneEr+0Iz6YA+dzY8
            IL2r8GrHcqmwjbCDBwN7/GyC2v85hIJcXfJJE8qmBZP6FwoZ1U9plBeuYFm0aDvJ
            Ug/6lGQNAgMBAAECggEAJc1y6FkLAal18mSwFy52P+Z+VVd/OXUU9Xm/Fw88rDGG
            G7LB+pIU0dcykb2llUfxPUIZ/r5WJZPbWmyHp8RsrTmFwg1yryqZyVc6G4EboLUc
            GKy6qj7J48oHQM70Mjx1dGBQd0b/upb9fwn0FahORVp/6zh0fKkkilXC/GLZDWdA
            o31ZIn/0T+CJKMC0fSj8JqZ+odI6cgWgZCoqT+I0Tegfy1SaSpJzjKskojj7tPrm
            UiqO++S1rqmyWpt+zpo4NmshZBvNH3WqRxbnq2ZEhc9SbJ1x85G2W12EeFtpW3SQ
            2qhrbtzuGl8CupYqe8iSXbNbDAbwmQ8hAMC4ecL/yQKBgQDrS24bEPWFGWKA1lQZ
            DY1YJyzXBVlDE34Vd6Ws9rHdNrAFsFG2StzT08PeXHGwr3yvVdmS0jE+eXHEfYXI
            +WzWA6vCPrpe5I+v9NvqJ/KYXKPrNsYDDVqPHuurYsYMHFyQiQTFAlLLNF38Uw8N
            5d6wcFNuFmWulBdVLIEe/kf3lQKBgQDL7bAi7oUt86f07CF60qTA5kVWhyC9+Psx
            1p0M3I2jYR3XTULerPVbq/YLNKxEajJCOzE+OEXofew4Vg5x5rdgx77JXzl1ZKNo
            avhT5QafDpDvwi8/ARhZhKQuYJCPpJjjKiKrQ4+Tks9vYALbLUaI7X3yh9TZqFoK
            kQbHmMC8mQKBgQCdLnKLWjTpiR+oeYUMh2UYsnLd4RDUIj1kEd13QgVnhZTo9/Re
            FnyWdSyvaon4QgLFDlCeKBQFbBN383Jf41+1SBaBWG4f3geuv5/5OF5zMc++3YRB
            nbYVTc6ZWw56IKglVaL+CKNOY9k1KjcwTZMJwr+5FvUuPnenymcnUS66UQKBgDk5
            9z6mPptZj91sUizcZb14IScZ/ncxIpSmzCWq0thxTWV42fYRBT13cTFN07XTM01g
            vP3f3sZSZ/KbO6x8+SLgisqJvV8TIcQQmKU6VPRXqxaNIKMGlKWyUjxtfsPAheLh
            lR8Ic4cPIMT5ZXPKLcwJEVn5AiMeWj4y2nsyg4upAoGBAMGYSc5FaFPAFrjD7LOK
            gNlm0Tg01T2OdHQVTrDKlsJ1CZhZQlZBzP082cdomvIoqC7lWwTXul8K+vFtru8w
            9IFdCgN0A4dmx2kdXZVe8VoeQm9+0enrUpiz0DgyMb0Hk1ruOjNd/U6v3Kkzp5FT
            UntNK/Imcu2LlmKawpx4gcnp
            -----END PRIVATE KEY-----
            """)
}
