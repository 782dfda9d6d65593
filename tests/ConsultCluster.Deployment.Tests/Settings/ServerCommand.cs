using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.RelayNode;
using ConsultCluster.Server.Hosting;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Deployment.Tests.Settings;

/// <summary>How a deployment file starts the server or a relay node: its flags and variables, read by the code of that program.</summary>
internal sealed class ServerCommand
{
    /// <summary>Stands for what is in the secrets that a file names: they are not on this machine.</summary>
    private const string Secret = "a-node-key-of-some-other-machine";

    private readonly SettingValues _values;

    /// <param name="arguments">The flags.</param>
    /// <param name="variables">The variables; those of other programs are ignored, as the server does.</param>
    public ServerCommand(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        IsRelayNode = arguments.Any(argument => argument.Split('=')[0] == "--join") || variables.GetValueOrDefault("CONSULTCLUSTER_JOIN") is { Length: > 0 };
        if (!IsRelayNode)
        {
            (_values, Options, Mistakes) = Read<ServerOptions>(arguments, variables);
            return;
        }

        (_values, var node, Mistakes) = Read<RelayNodeOptions>(arguments, variables);
        (Join, Options) = ([.. node.Join], new ServerOptions());
        foreach (var setting in _values.Settings.Where(setting => setting.Property.DeclaringType == typeof(ProcessOptions) && setting.ItemType is null))
        {
            setting.Property.SetValue(Options, setting.Property.GetValue(node));
        }

        foreach (var address in node.Advertise)
        {
            Options.Advertise.Add(address);
        }
    }

    /// <summary>The options; of a relay node those that both programs have.</summary>
    public ServerOptions Options { get; }

    /// <summary>True for the program of a relay-only process, which is the one that joins.</summary>
    public bool IsRelayNode { get; }

    /// <summary>The control processes that a relay node joins.</summary>
    public IReadOnlyList<Uri> Join { get; } = [];

    /// <summary>What the server would say instead of starting.</summary>
    public IReadOnlyList<string> Mistakes { get; }

    /// <summary>True when the flag or its variable is set.</summary>
    public bool Has(string flag) => _values.Settings.Any(setting => setting.Flag == flag && _values.IsGiven(setting));

    /// <summary>The ports that this process listens on, apart from loopback: protocol and port.</summary>
    public IReadOnlyList<(string Protocol, int Port)> Ports()
    {
        var ports = new List<(string, int)>();
        ports.AddRange(Enumerable.Range(Options.RelayPort, Options.Role == ProcessRole.Gateway ? 0 : Options.Relays).Select(port => ("UDP", port)));
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

        if (Has("--silo-port"))
        {
            ports.Add(("TCP", Options.SiloPort));
        }

        if (Has("--gateway-port"))
        {
            ports.Add(("TCP", Options.GatewayPort));
        }

        return ports;
    }

    private static (SettingValues Values, T Options, IReadOnlyList<string> Mistakes) Read<T>(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables)
        where T : ProcessOptions, new()
    {
        var environment = variables.Select(variable => KeyValuePair.Create(variable.Key, (string?)variable.Value));
        var values = SettingValues.Read<T>(arguments, environment, Path.GetTempPath(), _ => Secret);
        try
        {
            return (values, values.Load<T>(), []);
        }
        catch (OptionsValidationException e)
        {
            var options = new T();
            values.Apply(options);
            return (values, options, [.. e.Failures]);
        }
    }
}
