import COpenAPI
import Foundation
package import Specification

/// The repository's openapi.yaml, as the program carries it.
package enum Contract {
    /// The file as it is.
    package static let text: String = String(
        decoding: UnsafeBufferPointer(start: openapi_yaml_bytes(), count: openapi_yaml_size()), as: UTF8.self)

    /// With the names that the engine has, as it is served.
    package static func text(completedBy catalogue: Catalogue) throws -> String {
        try ContractCompletion.complete(text, by: catalogue)
    }
}
