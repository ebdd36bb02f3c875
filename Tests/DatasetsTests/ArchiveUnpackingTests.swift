import Foundation
import Testing

@testable import Datasets

@Suite struct ArchiveUnpackingTests {
    private let folder: ArchiveFolder

    init() throws {
        folder = try ArchiveFolder()
    }

    /// What `unpack` says of an archive that the commands make.
    private func refusal(_ commands: String, limits: ArchiveLimits = .generous) throws -> String {
        let archive = try folder.pack(commands)
        let said = sentence { () throws(DatasetError) in
            try ArchiveUnpacking(archive, into: folder.out, limits: limits)
        }
        return try #require(said)
    }

    /// To pack a device as tar does, which takes root to make one.
    private static func device(_ type: String) -> String {
        "python3 -c \"import os,tarfile;t=tarfile.open(os.environ['A'],'w');e=tarfile.TarInfo('a');"
            + "e.type=tarfile.\(type);e.devmajor,e.devminor=1,3;t.addfile(e);t.close()\""
    }

    @Test(arguments: [
        "tar cf $A .", "tar czf $A .", "tar cf $A a.txt deep", "tar -H pax -czf $A .",
        "python3 -m zipfile -c $A a.txt deep .hidden",
    ])
    func filesComeOutAsTheyWentIn(_ pack: String) throws {
        let archive = try folder.pack(
            "mkdir -p 'deep/er ü'; echo one > a.txt; printf two > 'deep/er ü/b.txt'; echo no > .hidden; "
                + pack)
        let unpacking = try folder.unpack(archive)
        #expect(unpacking.files == 2 && unpacking.bytes == 7)
        #expect(try folder.text("a.txt") == "one\n")
        #expect(try folder.text("deep/er ü/b.txt") == "two")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.out).sorted() == ["a.txt", "deep"])
        #expect(ArchiveUnpacking.top(of: folder.out) == folder.out)
    }

    @Test func oneFolderAtTheTopIsNotThePoint() throws {
        _ = try folder.unpack(try folder.pack("mkdir -p x/y; echo 1 > x/y/a; echo 2 > x/y/b; tar cf $A x"))
        #expect(ArchiveUnpacking.top(of: folder.out) == folder.out + "/x/y")
    }

    @Test func namesThatBeginWithAnAccentAreNames() throws {
        let pack = #"n=$(printf '\314\201b'); mkdir d; echo 1 > "d/$n"; tar cf $A "d/$n""#
        #expect(try folder.unpack(try folder.pack(pack)).files == 1)
        #expect(try folder.text("d/\u{301}b") == "1\n")
    }

    @Test func holesAreZerosAndCount() throws {
        let archive = try folder.pack("truncate -s 100000 a; echo end >> a; tar -S -cf $A a")
        let unpacking = try folder.unpack(archive)
        #expect(unpacking.bytes == 100_004)
        #expect(try Data(contentsOf: URL(filePath: folder.out + "/a")).count == 100_004)
    }

    @Test(arguments: [
        (
            "ln -s /etc/passwd a; tar cf $A a",
            "The archive's entry 'a' is a symbolic link; allowed: files and folders."
        ),
        (
            "echo > a; ln a b; tar cf $A a b",
            "The archive's entry 'b' is a hard link; allowed: files and folders."
        ),
        ("mkfifo a; tar cf $A a", "The archive's entry 'a' is a pipe; allowed: files and folders."),
        (
            ArchiveUnpackingTests.device("CHRTYPE"),
            "The archive's entry 'a' is a device; allowed: files and folders."
        ),
        (
            ArchiveUnpackingTests.device("BLKTYPE"),
            "The archive's entry 'a' is a device; allowed: files and folders."
        ),
        (
            "echo > a; tar -P --transform 's,^,/tmp/,' -cf $A a",
            "The archive's entry '/tmp/a' is an absolute path; allowed: a path below the folder."
        ),
        (
            "echo > a; tar -P --transform 's,^,x/../../,' -cf $A a",
            "The archive's entry 'x/../../a' is a path with '..' in it; allowed: a path below the folder."
        ),
        (
            "echo > a; tar cf $A a a",
            "The archive's entry 'a' is a hard link; allowed: files and folders."
        ),
        (
            "echo > a; tar cf $A a; tar rf $A a",
            "The archive's entry 'a' is there twice; allowed: one entry for each path."
        ),
        (
            "echo > a; tar cf $A a; rm a; mkdir a; echo > a/b; tar rf $A a/b",
            "The archive's entry 'a/b' is below a file of the archive; allowed: a path below folders."
        ),
        (
            "python3 -c \"import zipfile,os;z=zipfile.ZipFile(os.environ['A'],'w');z.writestr('../a','x')\"",
            "The archive's entry '../a' is a path with '..' in it; allowed: a path below the folder."
        ),
        (
            "mkdir a; tar cf $A a",
            "The archive cannot be used: it holds no file. A tar, tar.gz or zip file is expected."
        ),
    ])
    func whatCouldLeadElsewhereIsRefused(_ commands: String, _ expected: String) throws {
        #expect(try refusal(commands) == expected)
        #expect(!FileManager.default.fileExists(atPath: folder.folder.path + "/a"))
    }

    @Test(arguments: [
        "head -c 100000 /dev/urandom > $A", "printf '' > $A", "echo text > $A",
        "head -c 100000 /dev/zero > $A",
        "echo > a; tar cJf $A a 2>/dev/null || echo > $A",
        "seq 100000 > a; tar czf $A a; truncate -s 1000 $A",
        "seq 100000 > a; tar cf $A a; truncate -s 100000 $A",
        "seq 100000 > a; python3 -m zipfile -c $A a; truncate -s 100000 $A",
    ])
    func whatIsNoWholeArchiveIsRefused(_ commands: String) throws {
        #expect(try refusal(commands).hasPrefix("The archive cannot be used: "))
    }

    @Test func theLimitsAreCountedWhileItUnfolds() throws {
        var limits = ArchiveLimits.generous
        limits.entries = 3
        #expect(
            try refusal("touch 1 2 3 4; tar cf $A 1 2 3 4", limits: limits)
                == "The archive has more than 3 entries; allowed: that many.")
        let bomb = "head -c 50000000 /dev/zero > a; tar czf $A a"
        #expect(
            try refusal("rm -rf $A ../out; mkdir ../out; " + bomb).hasSuffix(
                "; allowed: 100 times its own size."))
        limits = .generous
        limits.bytes = 1000
        #expect(
            try refusal("rm -rf ../out; mkdir ../out; seq 1000 > a; tar cf $A a", limits: limits)
                == "The archive unpacks to more than 1000 bytes; allowed: that many.")
        limits = .generous
        limits.reserve = .max
        #expect(
            try refusal("rm -rf ../out; mkdir ../out; seq 1000 > a; tar cf $A a", limits: limits)
                .hasPrefix("The disk has no room for it: "))
    }

    @Test func anUploadIsADataSetBelowTheDataRoot() throws {
        let root = folder.folder.path
        for name in ["in/set", "out/set", "out/other"] {
            try FileManager.default.createDirectory(
                atPath: root + "/" + name, withIntermediateDirectories: true)
        }
        let list = try DatasetCatalogue(dataRoot: root + "/in", uploads: root + "/out").list()
        let origins = Dictionary(uniqueKeysWithValues: list.map { ($0.name, $0.origin) })
        #expect(
            origins["set"] == .dataRoot && origins["other"] == .upload && origins["optdigits"] == .embedded)
    }
}
