#include <caffe2/serialize/inline_container.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <string>

#include "Guard.hpp"

using namespace ctorch;
using caffe2::serialize::ReadAdapterInterface;
using torch::jit::Module;
using torch::jit::Stack;

struct ctorch_script {
    Module value;
    torch::jit::ExtraFilesMap extra;
};

namespace {

/// A child of `parent`, made where it is missing.
Module child(const Module &parent, const std::string &name) {
    if (!parent.hasattr(name)) {
        Module made("__torch__.Layer", parent._ivalue()->compilation_unit(), /*shouldMangle=*/true);
        made.register_attribute("training", c10::BoolType::get(), false);
        Module(parent).register_module(name, made);
    }
    return parent.attr(name).toModule();
}

/// The archive in the caller's memory.
struct Memory final : ReadAdapterInterface {
    const char *bytes;
    size_t length;

    Memory(const void *bytes, size_t length) : bytes(static_cast<const char *>(bytes)), length(length) {}

    size_t size() const override { return length; }

    size_t read(uint64_t position, void *buffer, size_t count, const char *) const override {
        if (position >= length) return 0;
        count = std::min<uint64_t>(count, length - position);
        std::memcpy(buffer, bytes + position, count);
        return count;
    }
};

c10::IValue forward(Module &module, const at::Tensor &input) {
    try {
        return module.forward({input});
    } catch (const std::exception &error) {
        std::string text = error.what();
        const std::string mark = "RuntimeError: ";
        size_t cause = text.rfind(mark);
        if (cause != std::string::npos) throw std::runtime_error(text.substr(cause + mark.size()));
        // What the module itself raised stands on the last line.
        text.erase(text.find_last_not_of(" \n") + 1);
        throw std::runtime_error(text.substr(text.rfind('\n') + 1));
    }
}

std::string file_access(torch::jit::Block *block) {
    for (torch::jit::Node *node : block->nodes()) {
        std::string kind = node->kind().toQualString();
        if (kind == "aten::from_file" || kind == "aten::save") return kind;
        for (torch::jit::Block *inner : node->blocks()) {
            std::string found = file_access(inner);
            if (!found.empty()) return found;
        }
    }
    return "";
}

}  // namespace

ctorch_error ctorch_script_create(const char *name, ctorch_script **out)
    GUARDED(Module module(c10::QualifiedName("__torch__", name));
            module.register_attribute("training", c10::BoolType::get(), false);
            *out = new ctorch_script{std::move(module), {}})

void ctorch_script_free(ctorch_script *script) { delete script; }

ctorch_error ctorch_script_add(ctorch_script *script, const char *name, ctorch_in tensor, bool is_parameter)
    GUARDED(std::vector<std::string> path = c10::QualifiedName(name).atoms(); Module module = script->value;
            for (size_t i = 0; i + 1 < path.size(); ++i) module = child(module, path[i]);
            module.register_parameter(path.back(), tensor->value, !is_parameter))

ctorch_error ctorch_script_note(ctorch_script *script, const char *name, const char *content)
    GUARDED(script->extra[name] = content)

ctorch_error ctorch_script_trace(
    ctorch_script *script, ctorch_in example, ctorch_network network, void *context)
    GUARDED(auto body = [&](Stack inputs) -> Stack {
                ctorch_in output = network(context, wrap(inputs.at(0).toTensor()));
                TORCH_CHECK(output, "the network gave no tensor");
                return {output->value};
            };
            auto unnamed = [](const at::Tensor &) { return std::string(); };
            auto traced = torch::jit::tracer::trace(
                {example->value}, body, unnamed, true, false, &script->value, {"images"});
            auto type = script->value.type(); c10::QualifiedName name(*type->name(), "forward");
            type->addMethod(
                script->value._ivalue()->compilation_unit()->create_function(name, traced.first->graph)))

ctorch_error ctorch_script_save(const ctorch_script *script, ctorch_sink sink, void *context)
    GUARDED(std::ostringstream archive; script->value.save(archive, script->extra);
            std::string bytes = archive.str(); sink(context, "", bytes.data(), bytes.size()))

ctorch_error ctorch_script_load(const void *bytes, size_t length, int32_t number, ctorch_script **out)
    GUARDED(std::shared_ptr<ReadAdapterInterface> memory = std::make_shared<Memory>(bytes, length);
            torch::jit::ExtraFilesMap extra;
            for (const std::string &record : caffe2::serialize::PyTorchStreamReader(memory).getAllRecords())
                if (record.rfind("extra/", 0) == 0) extra[record.substr(6)] = "";
            Module module = torch::jit::load(memory, device(number), extra);
            *out = new ctorch_script{std::move(module), std::move(extra)})

ctorch_error ctorch_script_tensors(const ctorch_script *script, ctorch_visitor visitor, void *context)
    GUARDED(for (const auto &parameter : script->value.named_parameters())
                visitor(context, parameter.name.c_str(), wrap(parameter.value), true);
            for (const auto &buffer : script->value.named_buffers())
                visitor(context, buffer.name.c_str(), wrap(buffer.value), false))

ctorch_error ctorch_script_notes(const ctorch_script *script, ctorch_sink sink, void *context)
    GUARDED(for (const auto &[name, content] : script->extra)
                sink(context, name.c_str(), content.data(), content.size()))

// The interpreter's text begins with where it was; what went wrong comes last.
ctorch_error ctorch_script_forward(ctorch_script *script, ctorch_in input, ctorch_out out)
    GUARDED(c10::IValue result = forward(script->value, input->value);
            TORCH_CHECK(result.isTensor(), "its forward gave no tensor but ", result.type()->annotation_str());
            *out = wrap(result.toTensor()))

ctorch_error ctorch_script_inputs(const ctorch_script *script, ptrdiff_t *out)
    GUARDED(auto method = script->value.find_method("forward"); *out = -1; if (!method) return; *out = 0;
            for (const auto &argument : method->function().getSchema().arguments())
                if (argument.name() != "self" && !argument.default_value()) ++*out)

ctorch_error ctorch_script_file_access(const ctorch_script *script, char **out)
    GUARDED(std::string found;
            for (torch::jit::Function *function : script->value._ivalue()->compilation_unit()->get_functions())
                if (found.empty()) if (auto graph = torch::jit::tryToGraphFunction(*function))
                    found = file_access(graph->graph()->block());
            *out = strdup(found.c_str()))

const void *ctorch_address(ctorch_in x) { return x->value.has_storage() ? x->value.data_ptr() : nullptr; }

ctorch_error ctorch_script_set(ctorch_script *script, const char *name, ctorch_in tensor)
    GUARDED(std::vector<std::string> path = c10::QualifiedName(name).atoms(); Module module = script->value;
            for (size_t i = 0; i + 1 < path.size(); ++i) module = module.attr(path[i]).toModule();
            module._ivalue()->setAttr(path.back(), tensor->value))

ctorch_error ctorch_script_train(ctorch_script *script, bool training, bool dropout)
    GUARDED(script->value.train(training); if (training && !dropout)
                for (const Module &module : script->value.modules())
                    if (module.type()->name()->qualifiedName().find(".modules.dropout.") != std::string::npos)
                        Module(module).train(false))

ctorch_error ctorch_script_run(
    ctorch_script *script, ctorch_in input, uint64_t seed, ctorch_out out, char **other)
    GUARDED(static std::mutex generator; std::lock_guard<std::mutex> lock(generator);
            torch::jit::GraphOptimizerEnabledGuard off(false); at::manual_seed(seed);
            c10::IValue result = forward(script->value, input->value);
            if (result.isTensor()) *out = wrap(result.toTensor());
            else *other = strdup(result.type()->annotation_str().c_str()))
