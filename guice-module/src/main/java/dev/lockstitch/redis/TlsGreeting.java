package dev.lockstitch.redis;

import dev.lockstitch.redis.Examination.Result;
import dev.lockstitch.spi.KeyText;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.redisson.config.Config;
import org.redisson.config.SslVerificationMode;
import org.redisson.misc.RedisURI;

/** A TLS handshake with the trust that is configured, and what became of it. */
final class TlsGreeting {

    private static final int PATIENCE_MILLIS = 500;
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

    private final RedisURI uri;
    private final Witness witness;
    private @Nullable Greeting inside;
    private @Nullable String alert;

    private TlsGreeting(RedisURI uri, Witness witness) {
        this.uri = uri;
        this.witness = witness;
    }

    /** Closes the connection. */
    static TlsGreeting of(Socket connected, RedisURI uri, Config config) throws IOException {
        try (connected) {
            Trust trust = new Trust(config);
            TlsGreeting greeting = new TlsGreeting(uri, trust.witness());
            greeting.shakeHands(connected, trust, config);
            return greeting;
        } catch (GeneralSecurityException e) {
            throw new IOException("The configured trust cannot be used", e);
        }
    }

    private void shakeHands(Socket connected, Trust trust, Config config) throws GeneralSecurityException {
        try (SSLSocket socket = (SSLSocket)
                trust.context().getSocketFactory().createSocket(connected, uri.getHost(), uri.getPort(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            if (config.getSslVerificationMode() == SslVerificationMode.STRICT) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            if (config.getSslProtocols() != null) {
                parameters.setProtocols(config.getSslProtocols());
            }
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            inside = Greeting.of(socket);
        } catch (SSLException e) {
            Matcher matcher = ALERT.matcher(String.valueOf(e.getMessage()));
            alert = matcher.find() ? matcher.group(1) : null;
        } catch (IOException | IllegalArgumentException e) {
            // Silence, or an end in the middle: whoever asks sees that nothing came of it.
            alert = null;
        }
    }

    /** Whether the server speaks TLS, whatever else. */
    boolean isTls() {
        return inside != null || alert != null || witness.chain() != null;
    }

    Result result() {
        if (witness.mistrust() != null) {
            return witness.mistrust();
        }
        if (alert != null) {
            return Result.fault(
                    "the server breaks off the TLS handshake (" + alert + ")",
                    alert.toLowerCase(Locale.ROOT).contains("certificate")
                            ? "it wants a certificate of the client: give one with setSslKeystore of a Redisson Config"
                            : "check which TLS versions and ciphers it takes");
        }
        if (witness.isWrongName()) {
            return Result.fault(
                    "the server's certificate is for " + witness.names() + ", not for " + KeyText.shown(uri.getHost()),
                    "use a name of the certificate's in the address, or have one issued for this name");
        }
        if (inside == null || inside.isFromNobody()) {
            return Result.AWAY;
        }
        return inside.kind() == Greeting.Kind.REDIS ? Result.WELL : Examination.stranger(inside);
    }
}
