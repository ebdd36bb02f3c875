import Specification

/// The version of both programs.
typealias Version = Specification.Version
