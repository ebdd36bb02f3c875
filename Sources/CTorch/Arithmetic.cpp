#include "Guard.hpp"

#define UNARY(NAME) \
    ctorch_error ctorch_##NAME(ctorch_in x, ctorch_out out) GUARDED_RESULT(at::NAME(x->value))
#define BINARY(NAME) \
    ctorch_error ctorch_##NAME(ctorch_in a, ctorch_in b, ctorch_out out) GUARDED_RESULT(at::NAME(a->value, b->value))
#define COMPARISON(NAME)                                                  \
    BINARY(NAME)                                                          \
    ctorch_error ctorch_##NAME##_scalar(ctorch_in a, double b, ctorch_out out) \
        GUARDED_RESULT(at::NAME(a->value, b))

UNARY(neg)
UNARY(exp)
UNARY(log)
UNARY(log1p)
UNARY(erf)
UNARY(atan)
UNARY(sqrt)
UNARY(rsqrt)
UNARY(abs)
UNARY(sign)
UNARY(square)
UNARY(reciprocal)
UNARY(sigmoid)
UNARY(tanh)
UNARY(relu)
UNARY(silu)
UNARY(softplus)
UNARY(floor)
UNARY(round)
UNARY(logical_not)
UNARY(isfinite)
UNARY(all)
UNARY(any)

BINARY(sub)
BINARY(mul)
BINARY(div)
BINARY(pow)
BINARY(maximum)
BINARY(minimum)
BINARY(logical_and)
BINARY(logical_or)
BINARY(matmul)

COMPARISON(gt)
COMPARISON(ge)
COMPARISON(lt)
COMPARISON(le)
COMPARISON(eq)

ctorch_error ctorch_add(ctorch_in a, ctorch_in b, double scale, ctorch_out out)
    GUARDED_RESULT(scale == 1 ? at::add(a->value, b->value) : at::add(a->value, b->value, scale))

ctorch_error ctorch_lerp(ctorch_in a, ctorch_in b, double weight, ctorch_out out)
    GUARDED_RESULT(at::lerp(a->value, b->value, weight))

ctorch_error ctorch_addcmul(ctorch_in x, ctorch_in a, ctorch_in b, double scale, ctorch_out out)
    GUARDED_RESULT(at::addcmul(x->value, a->value, b->value, scale))

ctorch_error ctorch_addcdiv(ctorch_in x, ctorch_in a, ctorch_in b, double scale, ctorch_out out)
    GUARDED_RESULT(at::addcdiv(x->value, a->value, b->value, scale))

ctorch_error ctorch_add_scalar(ctorch_in x, double value, ctorch_out out)
    GUARDED_RESULT(at::add(x->value, value))

ctorch_error ctorch_sub_from_scalar(ctorch_in x, double value, ctorch_out out)
    GUARDED_RESULT(at::rsub(x->value, value))

ctorch_error ctorch_mul_scalar(ctorch_in x, double value, ctorch_out out)
    GUARDED_RESULT(at::mul(x->value, value))

ctorch_error ctorch_div_scalar(ctorch_in x, double value, ctorch_out out)
    GUARDED_RESULT(at::div(x->value, value))

ctorch_error ctorch_pow_scalar(ctorch_in x, double exponent, ctorch_out out)
    GUARDED_RESULT(at::pow(x->value, exponent))

ctorch_error ctorch_clamp_min(ctorch_in x, double low, ctorch_out out)
    GUARDED_RESULT(at::clamp_min(x->value, low))

ctorch_error ctorch_clamp_max(ctorch_in x, double high, ctorch_out out)
    GUARDED_RESULT(at::clamp_max(x->value, high))

ctorch_error ctorch_leaky_relu(ctorch_in x, double slope, ctorch_out out)
    GUARDED_RESULT(at::leaky_relu(x->value, slope))

ctorch_error ctorch_where(ctorch_in condition, ctorch_in a, ctorch_in b, ctorch_out out)
    GUARDED_RESULT(at::where(condition->value, a->value, b->value))
