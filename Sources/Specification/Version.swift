/// The version of both programs and of openapi.yaml.
package enum Version {
    package static let text = "0.1.0"
}
