using System.Net;

namespace ConsultCluster.Benchmarks.Peers.Janus;

/// <summary>A temporary folder with Janus' configuration: one plugin, one transport, one stream.</summary>
internal sealed class JanusFolder : IDisposable
{
    /// <summary>Where Debian has the modules, for each architecture.</summary>
    private const string LibraryFolder = "/usr/lib";

    private static readonly string[] _modules = ["plugins/libjanus_streaming.so", "transports/libjanus_websockets.so"];

    private readonly string _path = Path.Combine(Path.GetTempPath(), "janus-" + Path.GetRandomFileName());

    /// <param name="input">Where the stream's RTP comes in.</param>
    /// <param name="output">The address it sends from.</param>
    /// <param name="control">Where its API listens.</param>
    /// <param name="eventLoops">Threads that serve all receivers; null leaves Janus' default, a thread for each receiver.</param>
    /// <exception cref="PeerException">Janus' modules are not where Debian has them.</exception>
    public JanusFolder(IPEndPoint input, IPAddress output, IPEndPoint control, byte payloadType, int? eventLoops)
    {
        var modules = Array.ConvertAll(_modules, module => (Link: Path.Combine(_path, module), Target: FindModule(module)));

        // It loads what lies in its folders: nothing else than what is needed, and nothing of the machine's own configuration.
        foreach (var folder in (string[])["plugins", "transports", "events", "loggers"])
        {
            Directory.CreateDirectory(Path.Combine(_path, folder));
        }

        foreach (var (link, target) in modules)
        {
            File.CreateSymbolicLink(link, target);
        }

        Write(
            "janus.jcfg",
            $$"""
            general: {
              configs_folder = "{{_path}}"
              plugins_folder = "{{_path}}/plugins"
              transports_folder = "{{_path}}/transports"
              events_folder = "{{_path}}/events"
              loggers_folder = "{{_path}}/loggers"
              debug_level = 4
              debug_colors = false
              session_timeout = 0
              {{(eventLoops is { } loops ? $"event_loops = {loops}" : "")}}
            }
            nat: { ice_lite = true, ice_enforce_list = "{{output}}" }
            """);
        Write(
            "janus.transport.websockets.jcfg",
            $$"""
            general: { ws = true, ws_ip = "{{control.Address}}", ws_port = {{control.Port}}, json = "compact", events = false }
            """);
        Write(
            "janus.plugin.streaming.jcfg",
            $$"""
            fanout: {
              type = "rtp"
              id = {{JanusClient.Stream}}
              audio = false
              video = true
              videoiface = "{{input.Address}}"
              videoport = {{input.Port}}
              videopt = {{payloadType}}
              videocodec = "vp8"
              videobufferkf = false
            }
            """);
    }

    public string[] Arguments => [$"--config={_path}/janus.jcfg", $"--configs-folder={_path}"];

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static string FindModule(string module) =>
        Directory.GetDirectories(LibraryFolder)
            .Select(folder => Path.Combine(folder, "janus", module))
            .FirstOrDefault(File.Exists)
        ?? throw new PeerException($"Janus' {module} is not in {LibraryFolder}/*/janus, where Debian's package has it.");

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_path, name), text);
}
