package import Torch

/// A student architecture of the catalogue: its name, parameters, and how to build it for a data set.
package struct Student: Sendable {
    package let name: String
    package let description: String
    package let source: String
    package let parameters: [StudentParameter]
    /// - Throws: `StudentError` where the architecture cannot take such data.
    package let make: @Sendable (StudentShape, StudentParameterValues) throws(StudentError) -> any Network

    /// The students of classification, by name. A further one is one file and one line here.
    package static let classification: [Student] = [lenet5, mlp, resnet20, resnet8]
}

/// What the data asks of a student.
package struct StudentShape: Sendable, Equatable {
    package var channels: Int
    package var height: Int
    package var width: Int
    package var classes: Int

    package init(channels: Int, height: Int, width: Int, classes: Int) {
        self.channels = channels
        self.height = height
        self.width = width
        self.classes = classes
    }
}

/// A number that shapes a student: default and range.
package struct StudentParameter: Sendable {
    package let name: String
    package let isInteger: Bool
    package let `default`: Double
    package let range: ClosedRange<Double>
    package let description: String
}

/// The values of a student's parameters, by name; what is absent takes its default.
package struct StudentParameterValues: Sendable {
    private let values: [String: Double]

    package init(_ values: [String: Double] = [:]) {
        self.values = values
    }

    subscript(parameter: StudentParameter) -> Double {
        values[parameter.name] ?? parameter.default
    }
}

package enum StudentError: Error, Equatable, CustomStringConvertible {
    case imageTooSmall(student: String, height: Int, width: Int, minimum: Int)

    package var description: String {
        switch self {
        case .imageTooSmall(let student, let height, let width, let minimum):
            "The student '\(student)' takes images of at least \(minimum)×\(minimum) pixels; "
                + "the data set has \(height)×\(width)."
        }
    }
}

extension StudentShape {
    func requireSide(_ minimum: Int, for student: String) throws(StudentError) {
        guard min(height, width) >= minimum else {
            throw .imageTooSmall(student: student, height: height, width: width, minimum: minimum)
        }
    }
}
