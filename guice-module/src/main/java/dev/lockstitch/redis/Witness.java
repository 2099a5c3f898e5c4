package dev.lockstitch.redis;

import dev.lockstitch.redis.Examination.Result;
import dev.lockstitch.spi.KeyText;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts whom the configured manager trusts, and remembers what that one did not like. For one handshake. */
final class Witness extends X509ExtendedTrustManager {

    private static final int MOST_NAMES = 3;
    private static final List<Integer> DNS_AND_ADDRESS = List.of(2, 7);

    private final @Nullable X509TrustManager judge;
    private X509Certificate @Nullable [] chain;
    private @Nullable Result mistrust;
    private boolean wrongName;

    /** Null: whoever has configured this trusts everybody. */
    Witness(@Nullable X509TrustManager judge) {
        this.judge = judge;
    }

    X509Certificate @Nullable [] chain() {
        return chain;
    }

    @Nullable
    Result mistrust() {
        return mistrust;
    }

    boolean isWrongName() {
        return wrongName;
    }

    /** Whom the certificate is for, fit to be shown. */
    String names() {
        X509Certificate first = Objects.requireNonNull(chain)[0];
        try {
            Collection<List<?>> names = first.getSubjectAlternativeNames();
            if (names != null) {
                return names.stream()
                        .filter(name -> DNS_AND_ADDRESS.contains((Integer) name.get(0)))
                        .limit(MOST_NAMES)
                        .map(name -> KeyText.shown(String.valueOf(name.get(1))))
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException e) {
            // Then what it is called has to do.
            return shownSubject(first);
        }
        return shownSubject(first);
    }

    private static String shownSubject(X509Certificate certificate) {
        return KeyText.shown(certificate.getSubjectX500Principal().getName());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String type, Socket socket)
            throws CertificateException {
        checkServerTrusted(presented, type);
        if (judge instanceof X509ExtendedTrustManager extended) {
            try {
                extended.checkServerTrusted(presented, type, socket);
            } catch (CertificateException e) {
                wrongName = true;
                throw e;
            }
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String type) throws CertificateException {
        chain = presented.clone();
        if (judge == null) {
            return;
        }
        try {
            judge.checkServerTrusted(presented, type);
        } catch (CertificateException e) {
            mistrust = mistrust(e, presented[presented.length - 1]);
            throw e;
        }
    }

    private static Result mistrust(CertificateException e, X509Certificate last) {
        if (Causes.has(e, CertificateExpiredException.class)) {
            return Result.fault("the server's certificate has expired", "renew it");
        }
        if (Causes.has(e, CertificateNotYetValidException.class)) {
            return Result.fault(
                    "the server's certificate is not valid yet",
                    "compare the clocks of the server and of this machine");
        }
        return Result.fault(
                "the server's certificate is not trusted (issued by "
                        + KeyText.shown(last.getIssuerX500Principal().getName()) + ")",
                "have this JVM trust its authority with -Djavax.net.ssl.trustStore, or setSslTruststore of a Redisson"
                        + " Config");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] presented, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("Only sockets are looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("Only servers are looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("Only servers are looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] presented, String type) throws CertificateException {
        throw new CertificateException("Only servers are looked at");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge == null ? new X509Certificate[0] : judge.getAcceptedIssuers();
    }
}
