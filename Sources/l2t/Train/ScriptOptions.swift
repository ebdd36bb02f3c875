import ArgumentParser

/// A student of the user's.
struct ScriptOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The student: a TorchScript module, as torch.jit.script(model).save(path) writes it. It is code, and runs.",
            valueName: "file.pt"))
    var torchscript: String?

    func script() throws(CommandError) -> ScriptStudent? {
        guard let torchscript else { return nil }
        return try ScriptStudent(torchscript)
    }
}
