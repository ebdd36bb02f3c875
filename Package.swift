// swift-tools-version: 6.1
import PackageDescription

// LIBTORCH=/path selects another libtorch (its `include` and `lib` folders); without it, Debian's libtorch-dev is used.
// L2T_WITHOUT_ENGINE=1 leaves out all that needs libtorch: the service builds and tests alone.
let libtorch = Context.environment["LIBTORCH"]
let withEngine = Context.environment["L2T_WITHOUT_ENGINE"] == nil
// L2T_FUZZER=/path/libclang_rt.fuzzer_no_main-….a adds the program of Tests/fuzz and counts what its inputs reach.
let fuzzer = Context.environment["L2T_FUZZER"]

let coverage = "-sanitize-coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table"
let swiftSettings: [SwiftSetting] =
    [.enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("ExistentialAny")]
    + (fuzzer == nil ? [] : [.unsafeFlags(["-enable-testing", coverage])])

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.init(stringLiteral: name)] + dependencies, exclude: [],
        resources: resources, swiftSettings: swiftSettings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

// MARK: The service: no libtorch here.

var targets: [Target] = [
    module("Evaluation"),
    module("Specification", ["Evaluation"]),
    .target(name: "CLinux"),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CWebhook", linkerSettings: [.linkedLibrary("curl")]),
    module(
        "HTTP",
        ["CLinux", "COpenSSL", "CZlib", .product(name: "HTTPTypes", package: "swift-http-types")]),
    module(
        "Jobs",
        [
            "Specification", "CLinux", "COpenSSL", "CWebhook", .product(name: "GRDB", package: "GRDB.swift"),
            logging,
        ]),
    .target(name: "COpenAPI"),
    module("HTTPAPI", ["Specification", "Jobs", "HTTP", "COpenAPI", logging]),
    .executableTarget(
        name: "l2t",
        dependencies: ["Specification", "CLinux", "Jobs", "HTTP", "HTTPAPI", argumentParser, logging],
        swiftSettings: swiftSettings),
    .target(
        name: "ServiceTestSupport", dependencies: ["Specification"], path: "Tests/ServiceTestSupport",
        swiftSettings: swiftSettings),
    // The engine's double, for the tests of the service.
    .executableTarget(
        name: "FakeEngine", dependencies: ["Specification", "ServiceTestSupport", "CLinux"],
        path: "Tests/FakeEngine", swiftSettings: swiftSettings),
    // Kills the service and its engines, and breaks the disk below them.
    .executableTarget(
        name: "l2t-crash",
        dependencies: ["Specification", "Jobs", "COpenSSL", "ServiceTestSupport", argumentParser],
        path: "Tests/Crash", swiftSettings: swiftSettings),
    tests("Specification", ["ServiceTestSupport"], resources: [.copy("Reference")]),
    tests("Evaluation", [], resources: [.copy("Reference")]),
    tests("HTTP", ["ServiceTestSupport", "COpenSSL", "CZlib"]),
    tests("Jobs", ["ServiceTestSupport", "FakeEngine", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(
        "HTTPAPI",
        [
            "ServiceTestSupport", "FakeEngine", "l2t", "CLinux", "COpenSSL",
            .product(name: "Yams", package: "Yams"),
        ]),
    .testTarget(
        name: "CrashTests",
        dependencies: ["Specification", "ServiceTestSupport", "FakeEngine", "l2t", "l2t-crash"],
        swiftSettings: swiftSettings),
]

// MARK: The engine.

if withEngine {
    targets += [
        .target(
            name: "CTorch",
            cxxSettings: libtorch.map {
                [.unsafeFlags(["-I\($0)/include", "-I\($0)/include/torch/csrc/api/include"])]
            } ?? [],
            linkerSettings: (libtorch.map { [.unsafeFlags(["-L\($0)/lib", "-Xlinker", "-rpath=\($0)/lib"])] }
                ?? [])
                + [.linkedLibrary("torch"), .linkedLibrary("torch_cpu"), .linkedLibrary("c10")]),
        module("Torch", ["CTorch", "CZlib"]),
        module("Students", ["Torch"]),
        module("Teaching", ["Torch"]),
        .target(
            name: "COptdigits", exclude: ["optdigits.tra.gz", "optdigits.tes.gz", "README.md"],
            cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
        .target(
            name: "CImages",
            cSettings: fuzzer == nil ? [] : [.unsafeFlags(["-fsanitize=fuzzer-no-link"])],
            linkerSettings: [.linkedLibrary("jpeg"), .linkedLibrary("png")]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        module("Datasets", ["CZlib", "CArchive", "CImages", "COptdigits"]),
        module("Training", ["Specification", "Students", "Teaching", "Datasets", "Evaluation", "Torch"]),
        .executableTarget(
            name: "l2t-engine", dependencies: ["Specification", "Training", "CLinux", argumentParser],
            swiftSettings: swiftSettings),
        tests("Torch", [], resources: [.copy("Reference")]),
        tests("Students", ["Torch"], resources: [.copy("Reference")]),
        tests("Teaching", ["Torch", "Students"], resources: [.copy("Reference")]),
        tests("Datasets", ["CZlib"], resources: [.copy("Reference")]),
        tests("Training", ["Specification", "Datasets", "Torch"]),
        .testTarget(
            name: "EndToEndTests", dependencies: ["Specification", "l2t", "l2t-engine"],
            swiftSettings: swiftSettings),
    ]
}

// MARK: The fuzzers, see Tests/fuzz.

if let fuzzer {
    func fuzzProgram(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(
            name: name, dependencies: ["FuzzSupport"] + dependencies, path: "Tests/FuzzTests/\(name)",
            swiftSettings: swiftSettings,
            linkerSettings: [.unsafeFlags([fuzzer, "-use-ld=lld"]), .linkedLibrary("stdc++")])
    }
    targets += [
        .target(name: "CFuzzer", path: "Tests/FuzzTests/CFuzzer"),
        .target(
            name: "FuzzSupport", dependencies: ["CFuzzer"], path: "Tests/FuzzTests/FuzzSupport",
            swiftSettings: swiftSettings),
        fuzzProgram("Fuzz", ["CZlib", "HTTP", "Specification", "ServiceTestSupport", "Datasets"]),
        fuzzProgram("FuzzTorch", ["Torch"]),
    ]
}

let package = Package(
    name: "l2t",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "l2t", targets: ["l2t"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: targets,
    // libtorch 1.13 needs C++17, 2.x C++20.
    cxxLanguageStandard: libtorch == nil ? .cxx17 : .cxx20
)
