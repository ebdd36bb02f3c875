#include "COptdigits.h"

static const unsigned char train[] = {
#embed "optdigits.tra.gz"
};

static const unsigned char test[] = {
#embed "optdigits.tes.gz"
};

optdigits_file optdigits_train(void) { return (optdigits_file){train, sizeof train}; }
optdigits_file optdigits_test(void) { return (optdigits_file){test, sizeof test}; }
