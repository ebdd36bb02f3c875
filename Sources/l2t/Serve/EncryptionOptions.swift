import ArgumentParser
import HTTP

/// The flags of `l2t serve` that turn TLS on.
struct EncryptionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The certificate chain in PEM form, for https:// (L2T_TLS_CERTIFICATE).", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's key in PEM form (L2T_TLS_KEY).", valueName: "file"))
    var tlsKey: String?

    /// Nil where neither file is named. - Throws: `CommandError`, or `HTTPServerError` for files that cannot be used.
    func identity(_ environment: [String: String]) throws(CommandError) -> TLSIdentity? {
        let certificateSetting = Setting("--tls-certificate", environment: environment)
        let keySetting = Setting("--tls-key", environment: environment)
        switch (certificateSetting.text(tlsCertificate), keySetting.text(tlsKey)) {
        case (nil, nil):
            return nil
        case (.some, nil):
            throw .settingAlone(name: certificateSetting.name(tlsCertificate), missing: keySetting.flag)
        case (nil, .some):
            throw .settingAlone(name: keySetting.name(tlsKey), missing: certificateSetting.flag)
        case (let certificate?, let key?):
            do throws(HTTPServerError) {
                return try TLSIdentity(
                    certificate: FilePath.absolute(certificate), key: FilePath.absolute(key))
            } catch {
                throw .encryptionUnusable(error.description)
            }
        }
    }
}
