package dev.lockstitch.redis.topology;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority that nobody trusts by default, and a certificate of its for this machine. */
record Certificates(Path directory) {

    private static final String PASSWORD = "changeit";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Made anew each time: no key lies about. */
    static Certificates make(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        Certificates made = new Certificates(directory);
        made.keytool("-alias", "authority", "-dname", "CN=Shop authority", "-ext", "bc:c");
        made.keytool(
                "-alias",
                "redis",
                "-dname",
                "CN=redis",
                "-signer",
                "authority",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost");
        made.write();
        return made;
    }

    private void keytool(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                directory.resolve("all.p12").toString(),
                "-storepass",
                PASSWORD));
        words.addAll(List.of(more));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + said);
        }
    }

    private void write() throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("all.p12"))) {
            all.load(in, PASSWORD.toCharArray());
        }
        Certificate authority = all.getCertificate("authority");
        pem("authority.crt", "CERTIFICATE", authority.getEncoded());
        pem("redis.crt", "CERTIFICATE", all.getCertificate("redis").getEncoded());
        pem(
                "redis.key",
                "PRIVATE KEY",
                all.getKey("redis", PASSWORD.toCharArray()).getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        try (OutputStream out = Files.newOutputStream(trustStore())) {
            trusted.store(out, PASSWORD.toCharArray());
        }
    }

    private void pem(String file, String what, byte[] content) throws IOException {
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN " + what + "-----\n" + LINES.encodeToString(content) + "\n-----END " + what + "-----\n");
    }

    /** What an application is given so that it trusts the authority. */
    Path trustStore() {
        return directory.resolve("trust.p12");
    }

    String trustStorePassword() {
        return PASSWORD;
    }

    /** For the server. */
    String[] settings(int port) {
        return new String[] {
            "--tls-port", Integer.toString(port),
            "--tls-auth-clients", "no",
            "--tls-cert-file", directory.resolve("redis.crt").toString(),
            "--tls-key-file", directory.resolve("redis.key").toString(),
            "--tls-ca-cert-file", directory.resolve("authority.crt").toString()
        };
    }
}
