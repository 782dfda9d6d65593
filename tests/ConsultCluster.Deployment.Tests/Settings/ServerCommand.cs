using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Settings;

/// <summary>How a deployment file starts the server or a relay node: its flags and variables, read by the code of that program.</summary>
internal sealed class ServerCommand
{
    private readonly List<string> _mistakes = [];

    /// <param name="arguments">The flags.</param>
    /// <param name="variables">The variables; those of other programs are ignored, as the server does.</param>
    public ServerCommand(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        if (arguments.Any(argument => argument.Split('=')[0] == "--join") || variables.GetValueOrDefault("CONSULTCLUSTER_JOIN") is { Length: > 0 })
        {
            var node = RelayNode.CommandLine.Parse(arguments, variables, out var mistakes);
            (Flags, Join, IsRelayNode) = (Split(arguments), [.. node.Node.Join], true);
            Options = new ServerOptions { HttpPort = node.HttpPort, MetricsPort = node.MetricsPort, RelayPort = node.Node.RelayPort, Relays = node.Node.Relays, Node = node.Node.Name, Region = node.Node.Region, Drain = node.Node.Drain };
            foreach (var address in node.Node.Advertise)
            {
                Options.Advertise.Add(address);
            }

            _mistakes.AddRange(mistakes);
            return;
        }

        var settings = EnvironmentFlags.Read(arguments, variables, out var unknown);
        Flags = Split([.. settings, .. arguments]);
        Options = CommandLine.Parse([.. Flags.Select(flag => flag.Value is null ? flag.Name : $"{flag.Name}={flag.Value}")], out var wrong);
        _mistakes.AddRange(unknown);
        _mistakes.AddRange(wrong);
        _mistakes.AddRange(PostgresSetting.Complete(Options, variables.GetValueOrDefault));
    }

    /// <summary>Flags and variables together, as flags.</summary>
    public IReadOnlyList<(string Name, string? Value)> Flags { get; }

    /// <summary>The options; of a relay node those that both programs have.</summary>
    public ServerOptions Options { get; }

    /// <summary>True for the program of a relay-only process, which is the one that joins.</summary>
    public bool IsRelayNode { get; }

    /// <summary>The control processes that a relay node joins.</summary>
    public IReadOnlyList<Uri> Join { get; } = [];

    /// <summary>What the server would say instead of starting.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>True when the flag or its variable is set.</summary>
    public bool Has(string flag) => Value(flag) is not null || Flags.Any(given => given.Name == flag);

    /// <summary>What the flag or its variable says.</summary>
    public string? Value(string flag) => Flags.LastOrDefault(given => given.Name == flag).Value;

    /// <summary>The ports that this process listens on, apart from loopback: protocol and port.</summary>
    public IReadOnlyList<(string Protocol, int Port)> Ports()
    {
        var ports = new List<(string, int)>();
        ports.AddRange(Enumerable.Range(Options.RelayPort, Value("--role") == "gateway" ? 0 : Options.Relays).Select(port => ("UDP", port)));
        if (Options.Https)
        {
            ports.Add(("TCP", Options.HttpsPort));
        }
        else if (Options.HttpPort != 0)
        {
            ports.Add(("TCP", Options.HttpPort));
        }

        if (Options.MetricsPort is { } metrics)
        {
            ports.Add(("TCP", metrics));
        }

        foreach (var flag in new[] { "--silo-port", "--gateway-port" })
        {
            if (Value(flag) is { } text)
            {
                ports.Add(("TCP", int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        return ports;
    }

    private static (string Name, string? Value)[] Split(IReadOnlyList<string> arguments)
    {
        var flags = new List<(string, string?)>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            if (parts.Length == 2)
            {
                flags.Add((parts[0], parts[1]));
            }
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                flags.Add((parts[0], arguments[++i]));
            }
            else
            {
                flags.Add((parts[0], null));
            }
        }

        return [.. flags];
    }
}
