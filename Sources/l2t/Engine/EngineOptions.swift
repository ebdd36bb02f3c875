import ArgumentParser
import Foundation

/// Where the engine is and what data it sees.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The program that trains (default: l2t-engine beside this program; L2T_ENGINE).",
            valueName: "path"))
    var engine: String?

    @Option(
        help: ArgumentHelp(
            "The folder whose folders are data sets, beside the embedded ones (L2T_DATA_ROOT).",
            valueName: "dir"))
    var dataRoot: String?

    /// - Throws: `CommandError` where there is no such program or folder.
    func program(_ environment: [String: String]) throws(CommandError) -> EngineProgram {
        let asked = Setting("--engine", environment: environment).text(engine)
        let path = asked.map(FilePath.absolute) ?? FilePath.besideThisProgram("l2t-engine")
        guard FileManager.default.isExecutableFile(atPath: path) else { throw .engineMissing(path: path) }
        let setting = Setting("--data-root", environment: environment)
        let root = setting.text(dataRoot)
        if let root {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root, isDirectory: &isDirectory),
                isDirectory.boolValue
            else {
                throw .settingInvalid(
                    name: setting.name(dataRoot), found: root, allowed: "an existing folder")
            }
        }
        return EngineProgram(path: path, dataRoot: root.map(FilePath.absolute))
    }
}
