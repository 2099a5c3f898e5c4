package dev.lockstitch.benchmarks;

import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** The floor: a call of a script that does nothing, on a Redisson client with its defaults. Limits nobody. */
final class EmptyScriptAlternative implements Alternative {

    private final RedissonClient client;
    private final RScript scripts;
    private final String sha;

    EmptyScriptAlternative(String redisUrl) {
        Config config = new Config();
        config.useSingleServer().setAddress(redisUrl);
        client = Redisson.create(config);
        scripts = client.getScript(StringCodec.INSTANCE);
        sha = scripts.scriptLoad("return 1");
    }

    @Override
    public boolean under(String key, Runnable body) {
        Long one = scripts.evalSha(RScript.Mode.READ_WRITE, sha, RScript.ReturnType.LONG, List.of(key));
        body.run();
        return one == 1;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
