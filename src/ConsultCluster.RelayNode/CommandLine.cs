using System.Collections.Frozen;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.RelayNode;

/// <summary>Reads flags and variables, with all mistakes in one message. A flag goes before its variable.</summary>
public static class CommandLine
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        ConsultCluster relay node: media relays only, no web app, API or database

          --join URL          the control process, https://... or http on this machine; more than one as a list with commas
          --key KEY           its node key; better CONSULTCLUSTER_NODE_KEY or --key-file, which no process list shows
          --key-file FILE     the file that holds that key
          --node NAME         name of this process in the cluster; default of machine and relay port
          --region R          label of where this process is, such as north
          --relay-port N      UDP port of the first media relay, each further one takes the next; default 7000
          --relays N          media relays, each a thread and a UDP port; default one per core
          --advertise ADDR    IP address that terminals send media to; may be given more than once or as a list with commas.
                              Without it everything stays on this machine (loopback)
          --drain SECONDS     how long a stop waits for calls to move to other relays; default 30
          --http-port N       TCP port of health; default any free one
          --metrics-port N    TCP port for /metrics and nothing else; default none, /metrics answers this machine only
          --role relay        accepted, and the only role of this program
          --help              this text
        and every flag but --key as a variable: CONSULTCLUSTER_RELAY_PORT for --relay-port
        """;

    private const string Prefix = "CONSULTCLUSTER_";
    private const string KeyFlag = "--key";

    private static readonly FrozenDictionary<string, Action<RelayNodeOptions, FlagValue>> Settings =
        new Dictionary<string, Action<RelayNodeOptions, FlagValue>>(StringComparer.Ordinal)
        {
            ["--role"] = (_, value) => value.Require(value.Text == "relay", "must be relay here; other roles are the server's."),
            ["--join"] = (options, value) => value.AddControlUrls(options.Node.Join),
            [KeyFlag] = (options, value) => options.NodeKey = value.Text,
            ["--key-file"] = (options, value) => options.KeyFile = value.Text,
            ["--node"] = (options, value) => options.Node.Name = value.Label(NodeOptions.MaxName),
            ["--region"] = (options, value) => options.Node.Region = value.Label(NodeOptions.MaxRegion),
            ["--relay-port"] = (options, value) => options.Node.RelayPort = value.Port(),
            ["--relays"] = (options, value) => options.Node.Relays = value.Number(1, NodeOptions.MaxRelays),
            ["--advertise"] = (options, value) => value.AddAddresses(options.Node.Advertise),
            ["--drain"] = (options, value) => options.Node.Drain = TimeSpan.FromSeconds(value.Number(0, (int)NodeOptions.MaxDrain.TotalSeconds)),
            ["--http-port"] = (options, value) => options.HttpPort = value.Port(),
            ["--metrics-port"] = (options, value) => options.MetricsPort = value.Number(1, FlagValue.MaxPort),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every flag.</summary>
    public static IReadOnlyList<string> Flags => Settings.Keys;

    /// <summary>The options, or what is wrong with flags and variables.</summary>
    /// <param name="args">Flags as <c>--name value</c> or <c>--name=value</c>.</param>
    /// <param name="environment">All variables; those without our prefix are ignored, empty ones are not set.</param>
    /// <param name="mistakes">One sentence each; empty when all is well.</param>
    public static RelayNodeOptions Parse(
        IReadOnlyList<string> args, IEnumerable<KeyValuePair<string, string>> environment, out IReadOnlyList<string> mistakes)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(environment);
        var options = new RelayNodeOptions();
        var wrong = new List<string>();
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            var name = parts[0];
            given.Add(name);
            if (!Settings.TryGetValue(name, out var set))
            {
                wrong.Add($"{name} is not a flag of a relay node; --help lists them.");
            }
            else if (parts.Length == 1 && (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                wrong.Add($"{name} needs a value.");
            }
            else
            {
                set(options, new FlagValue(name, parts.Length == 2 ? parts[1] : args[++i], wrong));
            }
        }

        ReadVariables(options, environment, given, wrong);
        Check(options, given, wrong);
        mistakes = wrong;
        return options;
    }

    private static void ReadVariables(
        RelayNodeOptions options, IEnumerable<KeyValuePair<string, string>> environment, HashSet<string> given, List<string> wrong)
    {
        var ours = environment.Where(v => v.Key.StartsWith(Prefix, StringComparison.Ordinal) && v.Key != NodeKeySource.Variable && v.Value.Length > 0);
        foreach (var (name, value) in ours)
        {
            var flag = "--" + name[Prefix.Length..].Replace('_', '-').ToLowerInvariant();
            if (flag == KeyFlag || !Settings.TryGetValue(flag, out var set))
            {
                // A misspelt setting must not silently keep its default.
                wrong.Add($"{name} is not a setting of a relay node; --help lists them.");
            }
            else if (given.Add(flag))
            {
                set(options, new FlagValue(flag, value, wrong));
            }
        }
    }

    private static void Check(RelayNodeOptions options, HashSet<string> given, List<string> wrong)
    {
        var last = options.Node.RelayPort + options.Node.Relays - 1;
        if (options.Node.RelayPort is > 0 and <= FlagValue.MaxPort && last > FlagValue.MaxPort)
        {
            wrong.Add(
                $"--relay-port must leave room for {options.Node.Relays} relays up to {FlagValue.MaxPort}; "
                + $"choose at most {FlagValue.MaxPort - options.Node.Relays + 1}.");
        }

        if (options.MetricsPort is { } metrics && metrics == options.HttpPort)
        {
            wrong.Add("--metrics-port must differ from --http-port.");
        }

        if (!given.Contains("--join"))
        {
            wrong.Add("A relay node needs --join with the address of the control process.");
        }
    }
}
