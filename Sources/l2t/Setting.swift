import Foundation

/// A flag's value, or else its environment variable's, or else its default.
struct Setting {
    let flag: String
    let variable: String
    let environment: [String: String]

    /// - Parameters: `flag`: with its dashes; the variable is its name in capitals after `L2T_`.
    init(_ flag: String, environment: [String: String]) {
        self.flag = flag
        self.environment = environment
        let name = flag.drop { $0 == "-" }.map { $0 == "-" ? "_" : $0.uppercased() }.joined()
        variable = "L2T_\(name)"
    }

    /// An empty variable counts as none.
    private var fromEnvironment: String? {
        environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    func text(_ given: String?) -> String? { given ?? fromEnvironment }

    /// What a message blames for the value: the flag where it was given, or else the variable.
    func name(_ given: String?) -> String { given == nil && fromEnvironment != nil ? variable : flag }

    func integer(_ given: Int?, in range: ClosedRange<Int>) throws(CommandError) -> Int? {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        if let given {
            guard range.contains(given) else {
                throw .settingInvalid(name: flag, found: String(given), allowed: allowed)
            }
            return given
        }
        guard let text = fromEnvironment else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .settingInvalid(name: variable, found: text, allowed: allowed)
        }
        return number
    }

    func flag(_ given: Bool) throws(CommandError) -> Bool {
        if given { return true }
        switch fromEnvironment {
        case nil, "0", "false": return false
        case "1", "true": return true
        case .some(let text):
            throw .settingInvalid(name: variable, found: text, allowed: "true or false")
        }
    }
}
