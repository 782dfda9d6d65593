using System.Globalization;
using System.Net;

namespace ConsultCluster.Server.Hosting;

/// <summary>Reads the flags, with all mistakes in one message.</summary>
public static class CommandLine
{
    private const int MaxPort = 65_535;

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        ConsultCluster server

          --http-port N       TCP port of web app, API and signalling; default 8080
          --relay-port N      UDP port of the first media relay, each further one takes the next; default 7000
          --relays N          media relays, each a thread and a UDP port; default one per core
          --advertise ADDR    IP address that terminals send media to; may be given more than once or as a list with commas.
                              Without it everything stays on this machine (loopback)
          --data FOLDER       database, keys and certificate; default ./data
          --postgres CONN     PostgreSQL instead of SQLite, as "Host=db;Database=consultcluster;Username=consultcluster"; better
                              CONSULTCLUSTER_POSTGRES, which no process list shows. Keys stay in the data folder
          --demo              creates the documented demo accounts; never on a machine that others can reach
          --https             serves HTTPS with a self-made certificate; plain HTTP stays on loopback
          --https-port N      TCP port of HTTPS; default 8443
          --web FOLDER        built web app; default wwwroot beside the program
          --help              this text
        """;

    /// <summary>The options, or what is wrong with the flags.</summary>
    /// <param name="args">Flags as <c>--name value</c> or <c>--name=value</c>.</param>
    /// <param name="mistakes">One sentence each; empty when all is well.</param>
    public static ServerOptions Parse(IReadOnlyList<string> args, out IReadOnlyList<string> mistakes)
    {
        ArgumentNullException.ThrowIfNull(args);
        var options = new ServerOptions();
        var wrong = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? args[i] : args[i][..equals];
            var value = equals < 0 ? null : args[i][(equals + 1)..];
            if (name is "--demo" or "--https")
            {
                SetSwitch(options, name, value, wrong);
            }
            else if (!Known(name))
            {
                wrong.Add($"{name} is not a flag; --help lists them.");
            }
            else if (value is null && (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                wrong.Add($"{name} needs a value.");
            }
            else
            {
                Set(options, name, value ?? args[++i], wrong);
            }
        }

        Check(options, wrong);
        mistakes = wrong;
        return options;
    }

    private static bool Known(string name) =>
        name is "--http-port" or "--relay-port" or "--relays" or "--https-port" or "--advertise" or "--data" or "--postgres" or "--web";

    private static void SetSwitch(ServerOptions options, string name, string? value, List<string> wrong)
    {
        if (value is not null)
        {
            wrong.Add($"{name} takes no value.");
        }

        options.Demo |= name == "--demo";
        options.Https |= name == "--https";
    }

    private static void Set(ServerOptions options, string name, string value, List<string> wrong)
    {
        switch (name)
        {
            case "--http-port":
                options.HttpPort = Port(name, value, wrong);
                break;
            case "--relay-port":
                options.RelayPort = Port(name, value, wrong);
                break;
            case "--relays":
                options.Relays = Relays(value, wrong);
                break;
            case "--https-port":
                options.HttpsPort = Port(name, value, wrong);
                break;
            case "--advertise":
                Addresses(options, value, wrong);
                break;
            case "--data":
                options.Data = value;
                break;
            case "--postgres":
                options.Postgres = value;
                break;
            default:
                options.Web = value;
                break;
        }
    }

    private static int Port(string name, string value, List<string> wrong)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > MaxPort)
        {
            wrong.Add($"{name} must be a port, 0 to {MaxPort}.");
        }

        return port;
    }

    private static int Relays(string value, List<string> wrong)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var relays) || relays is < 1 or > ServerOptions.MaxRelays)
        {
            wrong.Add($"--relays must be a number, 1 to {ServerOptions.MaxRelays}.");
            return 1;
        }

        return relays;
    }

    private static void Addresses(ServerOptions options, string value, List<string> wrong)
    {
        foreach (var text in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!IPAddress.TryParse(text, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            {
                wrong.Add($"--advertise must be an IP address that terminals can reach; {text} is none.");
            }
            else
            {
                options.Advertise.Add(address);
            }
        }
    }

    private static void Check(ServerOptions options, List<string> wrong)
    {
        if (options.RelayPort is > 0 and <= MaxPort && options.RelayPort + options.Relays - 1 > MaxPort)
        {
            wrong.Add($"--relay-port must leave room for {options.Relays} relays up to {MaxPort}; choose at most {MaxPort - options.Relays + 1}.");
        }

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
}
