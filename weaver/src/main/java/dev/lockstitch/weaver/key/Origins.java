package dev.lockstitch.weaver.key;

import dev.lockstitch.syntax.Closest;
import dev.lockstitch.syntax.KeyPart.Root;
import java.util.List;

/** Settles the root of a placeholder for a method, or says why the method cannot have it. */
record Origins(MethodShape method) {

    Origin of(Root root) {
        if (root instanceof Root.Parameter parameter) {
            return named(parameter.name());
        }
        if (root instanceof Root.Position position) {
            return positioned(position.index());
        }
        if (root instanceof Root.Variable variable) {
            return new Origin.Variable(variable.name());
        }
        if (method.isStatic()) {
            throw new KeyProblem("a static method has no \"this\"; name a parameter {orderId} or a variable {#tenant}");
        }
        return new Origin.Target(method.declaringType());
    }

    private Origin named(String name) {
        List<String> names = method.parameterNames();
        if (names == null && !method.parameterTypes().isEmpty()) {
            throw new KeyProblem("the class file does not tell the names of the parameters;"
                    + " add -parameters to the options of javac, or write the position: {0} is the first");
        }
        int index = names == null ? -1 : names.indexOf(name);
        if (names == null || index < 0) {
            List<String> known = names == null ? List.of() : names;
            throw new KeyProblem("there is no parameter \"" + name + "\"; the method has "
                    + (known.isEmpty() ? "none" : String.join(", ", known)) + Closest.hint(name, known)
                    + " (a property of the object is {this." + name + "}, a variable {#" + name + "})");
        }
        return new Origin.Argument(index, name, method.parameterTypes().get(index));
    }

    private Origin positioned(int index) {
        int count = method.parameterTypes().size();
        if (index >= count) {
            throw new KeyProblem("there is no parameter at that position; the method has "
                    + (count == 0 ? "none" : count == 1 ? "one, {0}" : count + ", {0} to {" + (count - 1) + "}"));
        }
        return new Origin.Argument(
                index, String.valueOf(index), method.parameterTypes().get(index));
    }
}
