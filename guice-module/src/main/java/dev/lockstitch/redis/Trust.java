package dev.lockstitch.redis;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.redisson.config.Config;
import org.redisson.config.SslVerificationMode;

/** Keys and trust of a Redisson configuration, as Redisson reads them, for a handshake of our own. */
final class Trust {

    private final Witness witness;
    private final SSLContext context;

    Trust(Config config) throws GeneralSecurityException, IOException {
        witness = new Witness(config.getSslVerificationMode() == SslVerificationMode.NONE ? null : judge(config));
        context = SSLContext.getInstance("TLS");
        context.init(keys(config), new TrustManager[] {witness}, null);
    }

    Witness witness() {
        return witness;
    }

    SSLContext context() {
        return context;
    }

    private static X509TrustManager judge(Config config) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = config.getSslTrustManagerFactory();
        if (factory == null) {
            factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            URL store = config.getSslTruststore();
            factory.init(
                    store == null ? null : load(store, config.getSslKeystoreType(), config.getSslTruststorePassword()));
        }
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("The trust manager factory makes none for X.509"));
    }

    private static KeyManager @Nullable [] keys(Config config) throws GeneralSecurityException, IOException {
        KeyManagerFactory factory = config.getSslKeyManagerFactory();
        URL store = config.getSslKeystore();
        if (factory == null && store != null) {
            factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            String password = config.getSslKeystorePassword();
            factory.init(load(store, config.getSslKeystoreType(), password), characters(password));
        }
        return factory == null ? null : factory.getKeyManagers();
    }

    private static KeyStore load(URL from, @Nullable String type, @Nullable String password)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(type == null ? KeyStore.getDefaultType() : type);
        try (InputStream in = from.openStream()) {
            store.load(in, characters(password));
        }
        return store;
    }

    private static char @Nullable [] characters(@Nullable String password) {
        return password == null ? null : password.toCharArray();
    }
}
