using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>Starts the relays of a process.</summary>
public static class NodeRelays
{
    /// <summary>Changes with each boot of the kernel and is the same in all containers on it, which fail together.</summary>
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Starts all of them, or none.</summary>
    /// <exception cref="RelayStartException">One cannot start.</exception>
    public static RelayDirectory Start(NodeOptions options, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RelayDirectory.Start(
            Enumerable.Range(0, options.Relays).Select(index => Options(options, index)),
            new RelayHome(NodeName(options), Machine(), options.Region),
            loggers);
    }

    /// <summary>The given name, else one of machine and port: no other process of this machine has the same.</summary>
    public static string NodeName(NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Name is { } given)
        {
            return given;
        }

        var host = string.Concat(Environment.MachineName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        var port = options.RelayPort == 0 ? Environment.ProcessId : options.RelayPort;
        return $"{(host.Length > NodeOptions.MaxName / 2 ? host[..(NodeOptions.MaxName / 2)] : host)}-{port.ToString(CultureInfo.InvariantCulture)}";
    }

    private static RelayOptions Options(NodeOptions options, int index)
    {
        var relay = new RelayOptions
        {
            Id = $"{options.RelayPrefix ?? NodeName(options)}-{index + 1}",
            Port = options.RelayPort == 0 ? 0 : options.RelayPort + index,
            BindAddress = options.IsPublic ? null : options.Advertise.FirstOrDefault() ?? IPAddress.Loopback,
            MaxInboundBitrate = options.TerminalMbit * 1_000_000L,
            MaxInboundPackets = options.TerminalPackets,
        };
        foreach (var address in options.Advertise)
        {
            relay.Advertise.Add(address.ToString());
        }

        return relay;
    }

    /// <summary>A hash: the id itself identifies the machine to others.</summary>
    private static string Machine()
    {
        var id = File.Exists(BootIdFile) ? File.ReadAllText(BootIdFile).Trim() : Environment.MachineName;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("consultcluster machine " + id)).AsSpan(0, 8));
    }
}
