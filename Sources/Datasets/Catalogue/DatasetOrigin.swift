/// Where a data set comes from.
package enum DatasetOrigin: String, Sendable {
    /// It is part of the program.
    case embedded
    /// A folder of the data root.
    case dataRoot = "data root"
    /// A folder that the service made of an upload.
    case upload
}
