using System.Collections.Frozen;
using System.Net;
using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Server.Hosting;

/// <summary>Reads the flags, with all mistakes in one message.</summary>
public static class CommandLine
{
    private const int BitsPerByte = 8;

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = $"""
        ConsultCluster server

          --http-port N       TCP port of web app, API and signalling; default 8080
          --relay-port N      UDP port of the first media relay, each further one takes the next; default 7000
          --relays N          media relays, each a thread and a UDP port; default one per core
          --advertise ADDR    IP address that terminals send media to; may be given more than once or as a list with commas.
                              Without it everything stays on this machine (loopback)
          --proxies NETS      reverse proxies on other machines that end TLS, as 192.0.2.0/24 or one address, a list with commas:
                              what they say of a caller's address is believed. Default none
          --data FOLDER       database, keys and certificate; default ./data
          --postgres CONN     PostgreSQL instead of SQLite, as "Host=db;Database=consultcluster;Username=consultcluster"; better
                              CONSULTCLUSTER_POSTGRES, which no process list shows. Keys stay in the data folder
          --demo              creates the documented demo accounts; never on a machine that others can reach
          --https             serves HTTPS with a self-made certificate; plain HTTP stays on loopback
          --https-port N      TCP port of HTTPS; default 8443
          --metrics-port N    TCP port for /metrics and nothing else, for Prometheus on another machine; default none: /metrics answers
                              this machine only
          --dashboard         the engine's own dashboard for administrators, linked on the page System status; the same on all servers of a
                              cluster. Costs 60 to 80 MB and 5 % of a core
          --web FOLDER        built web app; default wwwroot beside the program
          --region R          label of where this process is, such as north
          --node NAME         name of this process in the cluster; default of machine and relay port
          --node-key KEY      the key with which relay nodes join; better CONSULTCLUSTER_NODE_KEY or --key-file,
                              which no process list shows. Default: made at first start, in node.key of the data folder
          --key-file FILE     the file that holds that key
          --help              this text
        and every flag that holds no secret as a variable: CONSULTCLUSTER_RELAY_PORT for --relay-port, true for --https

        A cluster of such processes, with groups in all of them (needs --postgres, and the same keys in all data folders):

          --cluster NAME      processes of the same name and database belong together; without it this process is by itself
          --silo-port N       TCP port for the other processes; default 11111
          --gateway-port N    TCP port for gateways; default 30000, 0 for none
          --silo-certificate FILE, --silo-authorities FILE
                              certificate with its key (PFX or PEM) for the other processes, and the authorities to believe (PEM).
                              Without them the processes make their own, by data.key
          --control-url URL   where the others reach this one over HTTP; default of --advertise and port
          --drain SECONDS     how long a stop waits for calls to move to other relays; default 30
          --role gateway      web app, API and signalling only: no groups and no relays here

        Relays only, on another machine or in a DMZ: ./run --role relay, or ConsultCluster.RelayNode, a program of its own.
        """;

    private static readonly string[] OnlyForClusters = ["--silo-port", "--gateway-port", "--control-url", "--silo-certificate", "--silo-authorities"];
    private static readonly string[] NotForGateways = ["--relays", "--relay-port", "--silo-port", "--gateway-port", "--control-url", "--drain"];

    private static readonly FrozenDictionary<string, Action<ServerOptions>> Switches = new Dictionary<string, Action<ServerOptions>>(StringComparer.Ordinal)
    {
        ["--demo"] = options => options.Demo = true,
        ["--https"] = options => options.Https = true,
        ["--dashboard"] = options => options.Dashboard = true,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Action<ServerOptions, FlagValue>> Settings =
        new Dictionary<string, Action<ServerOptions, FlagValue>>(StringComparer.Ordinal)
        {
            ["--http-port"] = (options, value) => options.HttpPort = value.Port(),
            ["--relay-port"] = (options, value) => options.RelayPort = value.Port(),
            ["--https-port"] = (options, value) => options.HttpsPort = value.Port(),
            ["--metrics-port"] = (options, value) => options.MetricsPort = value.Number(1, FlagValue.MaxPort),
            ["--relays"] = (options, value) => options.Relays = value.Number(1, ServerOptions.MaxRelays),
            ["--drain"] = (options, value) => options.Drain = TimeSpan.FromSeconds(value.Number(0, (int)ServerOptions.MaxDrain.TotalSeconds)),
            ["--advertise"] = (options, value) => value.AddAddresses(options.Advertise),
            ["--proxies"] = Proxies,
            ["--data"] = (options, value) => options.Data = value.Text,
            ["--postgres"] = (options, value) => options.Postgres = value.Text,
            ["--web"] = (options, value) => options.Web = value.Text,
            ["--role"] = Role,
            ["--cluster"] = (options, value) => options.Cluster = value.Label(ServerOptions.MaxRegion),
            ["--silo-port"] = (options, value) => options.SiloPort = value.Number(1, FlagValue.MaxPort),
            ["--gateway-port"] = (options, value) => options.GatewayPort = value.Port(),
            ["--silo-certificate"] = (options, value) => options.SiloCertificate = value.Text,
            ["--silo-authorities"] = (options, value) => options.SiloAuthorities = value.Text,
            ["--control-url"] = ControlUrl,
            ["--region"] = (options, value) => options.Region = value.Label(ServerOptions.MaxRegion),
            ["--node"] = (options, value) => options.Node = value.Label(ServerOptions.MaxNodeName),
            ["--node-key"] = (options, value) => options.NodeKey = value.Text,
            ["--key-file"] = (options, value) => options.KeyFile = value.Text,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Flags that take a value.</summary>
    public static IReadOnlyList<string> ValueFlags => Settings.Keys;

    /// <summary>Flags that take none.</summary>
    public static IReadOnlyList<string> SwitchFlags => Switches.Keys;

    /// <summary>The options, or what is wrong with the flags.</summary>
    /// <param name="args">Flags as <c>--name value</c> or <c>--name=value</c>.</param>
    /// <param name="mistakes">One sentence each; empty when all is well.</param>
    public static ServerOptions Parse(IReadOnlyList<string> args, out IReadOnlyList<string> mistakes)
    {
        ArgumentNullException.ThrowIfNull(args);
        var options = new ServerOptions();
        var wrong = new List<string>();
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? args[i] : args[i][..equals];
            var value = equals < 0 ? null : args[i][(equals + 1)..];
            given.Add(name);
            if (Switches.TryGetValue(name, out var turnOn))
            {
                turnOn(options);
                Require(value is null, $"{name} takes no value.");
            }
            else if (!Settings.TryGetValue(name, out var set))
            {
                wrong.Add($"{name} is not a flag; --help lists them.");
            }
            else if (value is null && (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                wrong.Add($"{name} needs a value.");
            }
            else
            {
                set(options, new FlagValue(name, value ?? args[++i], wrong));
            }
        }

        Check(options, given, wrong);
        mistakes = wrong;
        return options;

        void Require(bool holds, string mistake)
        {
            if (!holds)
            {
                wrong.Add(mistake);
            }
        }
    }

    private static void Role(ServerOptions options, FlagValue value)
    {
        if (value.Text == "gateway")
        {
            options.Role = ServerRole.Gateway;
        }
        else if (value.Text == "relay")
        {
            value.Require(holds: false, "relay is a program of its own: start ./run --role relay, or ConsultCluster.RelayNode with the same flags.");
        }
        else
        {
            value.Require(value.Text == "control", "must be control (the default) or gateway; relays only: ConsultCluster.RelayNode.");
        }
    }

    private static void ControlUrl(ServerOptions options, FlagValue value)
    {
        var isUrl = Uri.TryCreate(value.Text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        value.Require(isUrl, $"must be an address such as https://192.0.2.7:8443, or http on this machine; {value.Text} is none.");
        options.ControlUrl = uri;
    }

    private static void Proxies(ServerOptions options, FlagValue value)
    {
        foreach (var text in value.Items())
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                options.Proxies.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                options.Proxies.Add(new IPNetwork(address, address.GetAddressBytes().Length * BitsPerByte));
            }
            else
            {
                value.Require(holds: false, $"must be networks such as 192.0.2.0/24; {text} is none.");
            }
        }
    }

    private static void Check(ServerOptions options, HashSet<string> given, List<string> wrong)
    {
        if (options.RelayPort is > 0 and <= FlagValue.MaxPort && options.RelayPort + options.Relays - 1 > FlagValue.MaxPort)
        {
            wrong.Add($"--relay-port must leave room for {options.Relays} relays up to {FlagValue.MaxPort}; choose at most {FlagValue.MaxPort - options.Relays + 1}.");
        }

        if (options.MetricsPort is { } metrics && (metrics == options.HttpPort || (options.Https && metrics == options.HttpsPort)))
        {
            wrong.Add("--metrics-port must differ from --http-port and --https-port.");
        }

        CheckCluster(options, given, wrong);
        if (string.IsNullOrWhiteSpace(options.Data))
        {
            wrong.Add("--data must be a folder.");
        }
        else if (File.Exists(options.Data))
        {
            wrong.Add($"--data must be a folder; {options.Data} is a file.");
        }

        if (options.Web is not null && !File.Exists(Path.Combine(options.Web, "index.html")))
        {
            wrong.Add($"--web must be a built web app; {options.Web} has no index.html.");
        }

        if (options.Https && options.HttpsPort != 0 && options.HttpsPort == options.HttpPort)
        {
            wrong.Add("--http-port and --https-port must differ.");
        }
    }

    private static void CheckCluster(ServerOptions options, HashSet<string> given, List<string> wrong)
    {
        if (options.Role == ServerRole.Gateway)
        {
            wrong.AddRange(NotForGateways.Where(given.Contains).Select(name => $"{name} is not for --role gateway."));
        }

        if (options.SiloCertificate is null != options.SiloAuthorities is null)
        {
            wrong.Add("--silo-certificate and --silo-authorities belong together.");
        }

        if (!options.IsClustered)
        {
            wrong.AddRange(OnlyForClusters.Append("--drain").Where(given.Contains).Select(name => $"{name} is only for processes of a --cluster; see --help."));
            if (options.Role == ServerRole.Gateway)
            {
                wrong.Add("--role gateway needs a cluster to be a gateway of: name it with --cluster.");
            }
        }
        else if (options.HttpPort == 0 && options.ControlUrl is null && options.Role == ServerRole.Control)
        {
            wrong.Add("--http-port must not be 0 in a cluster, whose processes have to find each other; or say --control-url.");
        }
    }
}
