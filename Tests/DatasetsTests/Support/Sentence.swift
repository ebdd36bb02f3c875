import Datasets

/// What a person reads when `body` throws; nil when it does not.
func sentence<Value>(_ body: () throws(DatasetError) -> Value) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return error.description
    }
}
