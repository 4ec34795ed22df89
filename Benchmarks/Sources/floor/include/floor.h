#include <stddef.h>

/// Lets libyaml read the bytes and throws its events away. Returns their number, or -1 where it refuses the text.
long scan_yaml(const unsigned char *bytes, size_t size);

/// Gives memory that was freed back to the system, which malloc otherwise keeps.
void give_back_memory(void);
