/** The ticket shop: what an application looks like. Each server runs this, woven. */
@NullMarked
package dev.lockstitch.quickstart.shop;

import org.jspecify.annotations.NullMarked;
