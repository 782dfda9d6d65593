using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay;

namespace ConsultCluster.Server.Hosting;

/// <summary>The relays of this process, as the command line wants them.</summary>
internal static class OwnRelays
{
    /// <summary>Made anew with each start of the kernel, and the same in all containers on it: what shares it fails with it.</summary>
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Starts all of them, or none.</summary>
    /// <exception cref="RelayStartException">One cannot start.</exception>
    public static RelayDirectory Start(ServerOptions options, ILoggerFactory loggers) => RelayDirectory.Start(
        Enumerable.Range(0, options.Role == ServerRole.Gateway ? 0 : options.Relays).Select(index => Options(options, index)),
        new RelayHome(NodeName(options), Machine(), options.Region),
        loggers);

    /// <summary>The name that was given, else one of machine and port, which no other process of this machine has.</summary>
    public static string NodeName(ServerOptions options)
    {
        if (options.Node is { } given)
        {
            return given;
        }

        var host = string.Concat(Environment.MachineName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        var port = options.RelayPort == 0 ? Environment.ProcessId : options.RelayPort;
        return $"{(host.Length > ServerOptions.MaxNodeName / 2 ? host[..(ServerOptions.MaxNodeName / 2)] : host)}-{port.ToString(CultureInfo.InvariantCulture)}";
    }

    private static RelayOptions Options(ServerOptions options, int index)
    {
        // Ids have to differ all over the cluster; the one process that others join may do without a name.
        var prefix = options is { Node: null, Role: ServerRole.Control, IsClustered: false } ? "relay" : NodeName(options);
        var relay = new RelayOptions
        {
            Id = $"{prefix}-{index + 1}",
            Port = options.RelayPort == 0 ? 0 : options.RelayPort + index,
            BindAddress = options.IsPublic ? null : options.Advertise.FirstOrDefault() ?? IPAddress.Loopback,
        };
        foreach (var address in options.Advertise)
        {
            relay.Advertise.Add(address.ToString());
        }

        return relay;
    }

    /// <summary>A hash, because the id itself is nobody else's business.</summary>
    private static string Machine()
    {
        var id = File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile).Trim() : Environment.MachineName;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("consultcluster machine " + id)).AsSpan(0, 8));
    }
}
