/** Key templates at run time: checked once against their method, then rendered from each call without look-ups. */
@NullMarked
package dev.lockstitch.weaver.key;

import org.jspecify.annotations.NullMarked;
