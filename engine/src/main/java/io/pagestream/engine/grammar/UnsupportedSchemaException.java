package io.pagestream.engine.grammar;

/** A schema, pattern or list of choices that is not read: because of its form, a keyword or its size. */
public final class UnsupportedSchemaException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    /** @param pointer where in the schema, as a JSON pointer; "" is the schema itself */
    UnsupportedSchemaException(String pointer, String what) {
        super("the schema at '" + pointer + "': " + what);
        this.pointer = pointer;
    }

    /** Where in the schema, as a JSON pointer (RFC 6901) that ends with the keyword; "" is the schema itself. */
    public String pointer() {
        return pointer;
    }
}
