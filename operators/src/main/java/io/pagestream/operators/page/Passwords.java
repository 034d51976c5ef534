package io.pagestream.operators.page;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;
import java.util.List;

/** The provider that the options name. What it says and what it fails of is never repeated: there may be secrets in it. */
final class Passwords implements AutoCloseable {

    private final PasswordProvider provider;

    private Passwords(PasswordProvider provider) {
        this.provider = provider;
    }

    /**
     * @param className empty: nobody knows any
     * @throws IllegalArgumentException when there is no such provider
     */
    static Passwords from(String className) {
        return new Passwords(className.isEmpty() ? (documentId, source) -> List.of() : made(className));
    }

    /** With the job's class loader: the libraries of the pipeline may lie in another one. */
    private static PasswordProvider made(String className) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Class.forName(className, true, loader)
                    .asSubclass(PasswordProvider.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new IllegalArgumentException(
                    "pagestream.password.provider=" + className + " has to be a class on the job's class path with a"
                            + " constructor without parameters, that implements " + PasswordProvider.class.getName()
                            + ": " + e,
                    e);
        }
    }

    /** At most {@value PasswordProvider#MOST_CANDIDATES}. */
    List<String> of(String documentId, String source) throws RecordFault {
        try {
            List<String> all = provider.candidates(documentId, source);
            return List.copyOf(all.subList(0, Math.min(all.size(), PasswordProvider.MOST_CANDIDATES)));
        } catch (RuntimeException e) {
            throw new RecordFault(
                    Reason.PASSWORD_NEEDED,
                    "the document is encrypted, and pagestream.password.provider could not be asked: it threw "
                            + e.getClass().getName());
        }
    }

    @Override
    public void close() {
        provider.close();
    }
}
