import Foundation
import ServiceTestSupport

@testable import Specification

extension ComparisonSpecification {
    static func make(_ document: String) throws -> ComparisonSpecification {
        try ComparisonReader.read(Data(document.utf8), catalogue: .make())
    }
}
