#include "Guard.hpp"

using namespace ctorch;

static_assert(
    static_cast<int>(at::kByte) == 0 && static_cast<int>(at::kLong) == 4 && static_cast<int>(at::kFloat) == 6
        && static_cast<int>(at::kDouble) == 7 && static_cast<int>(at::kBool) == 11,
    "the numbers of the Swift enumeration DataType are those of c10::ScalarType");

int32_t ctorch_type(ctorch_in x) { return static_cast<int32_t>(x->value.scalar_type()); }

int32_t ctorch_device(ctorch_in x) { return x->value.is_cpu() ? -1 : x->value.device().index(); }

size_t ctorch_rank(ctorch_in x) { return static_cast<size_t>(x->value.dim()); }

ptrdiff_t ctorch_size(ctorch_in x, size_t dim) { return x->value.sizes()[dim]; }

ptrdiff_t ctorch_count(ctorch_in x) { return x->value.numel(); }

bool ctorch_requires_gradient(ctorch_in x) { return x->value.requires_grad(); }

bool ctorch_is_contiguous(ctorch_in x, bool channels_last) {
    return x->value.is_contiguous(channels_last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
}

ctorch_error ctorch_item(ctorch_in x, double *out) GUARDED(*out = x->value.item().toDouble())

ctorch_error ctorch_copy_bytes(ctorch_in x, void *bytes, size_t length)
    GUARDED(at::Tensor content = x->value.detach().cpu().contiguous();
            TORCH_CHECK(content.nbytes() == length, "room for ", length, " bytes, content of ", content.nbytes());
            if (length > 0) std::memcpy(bytes, content.data_ptr(), length))

ctorch_error ctorch_to_type(ctorch_in x, int32_t number, ctorch_out out)
    GUARDED_RESULT(x->value.to(type(number)))

ctorch_error ctorch_to_device(ctorch_in x, int32_t number, ctorch_out out)
    GUARDED_RESULT(x->value.to(device(number)))

ctorch_error ctorch_contiguous(ctorch_in x, bool channels_last, ctorch_out out)
    GUARDED_RESULT(
        x->value.contiguous(channels_last ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous))

ctorch_error ctorch_clone(ctorch_in x, ctorch_out out) GUARDED_RESULT(x->value.clone())

ctorch_error ctorch_detach(ctorch_in x, ctorch_out out) GUARDED_RESULT(x->value.detach())

ctorch_error ctorch_requiring_gradient(ctorch_in x, ctorch_out out)
    GUARDED_RESULT(x->value.detach().requires_grad_(true))
