namespace ConsultCluster.EndToEnd.Harness;

/// <summary>
/// Browsers stand on other desks than the servers. Here they share the cores, and where tests run as root Chromium would even put itself before
/// everything else: so it runs behind, without the right to change that.
/// </summary>
internal static class BehindServers
{
    private static readonly Lock Gate = new();

    /// <summary>A script that starts the program so.</summary>
    public static string Start(string program)
    {
        var script = Path.Combine(SourceTree.Artifacts("chromium"), "behind-servers");
        lock (Gate)
        {
            File.WriteAllText(script, $"""
                #!/bin/sh
                behind="nice -n 10"
                if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
                    behind="setpriv --bounding-set=-sys_nice --inh-caps=-sys_nice $behind"
                fi
                exec $behind '{program}' "$@"

                """);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        return script;
    }
}
