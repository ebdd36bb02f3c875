import Foundation
import Jobs

extension StateOptions {
    /// The tokens of a state directory that is there: to look into it or to revoke makes none.
    func existingTokens() throws -> TokenStore {
        let path = directory(ProcessInfo.processInfo.environment)
        guard access("\(path)/jobs.sqlite", F_OK) == 0 else {
            throw CommandError.noDatabase(stateDirectory: path)
        }
        return try TokenStore(stateDirectory: path)
    }
}
