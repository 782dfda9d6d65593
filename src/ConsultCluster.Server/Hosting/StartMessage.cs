using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Auth;

namespace ConsultCluster.Server.Hosting;

/// <summary>What the server prints when it serves; the <c>ready</c> line is a promise to scripts.</summary>
public static class StartMessage
{
    /// <summary>Writes it, and at once.</summary>
    public static void Print(StartedServer server, ServerOptions options, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(writer);
        var address = server.Address.GetLeftPart(UriPartial.Authority);
        var shown = server.SecureAddress is { } secure && options.Advertise.Count > 0
            ? new UriBuilder(Uri.UriSchemeHttps, options.Advertise[0].ToString(), secure.Port).Uri.GetLeftPart(UriPartial.Authority)
            : server.SecureAddress?.GetLeftPart(UriPartial.Authority);
        if (shown is not null)
        {
            writer.WriteLine($"https {shown}");
        }

        if (server.SetupCode is { } code)
        {
            writer.WriteLine($"setup {shown ?? address}/setup#code={code}");
        }

        if (options.Demo)
        {
            writer.WriteLine($"demo {string.Join(", ", DemoAccounts.UserNames)} with password {DemoAccounts.Password}");
        }

        foreach (var sentence in ServerHost.Warnings(options))
        {
            writer.WriteLine($"warning {sentence}");
        }

        if (options.Role != ProcessRole.Gateway)
        {
            if (server.NodeKeyFile is { } keyFile)
            {
                // Elsewhere the key has to be carried over; beside this server the ports are taken.
                writer.WriteLine(shown is null
                    ? $"nodes ./run --role relay --join {address} --key-file {keyFile} --relay-port {server.RelayPorts.Append(options.RelayPort).Max() + 1}"
                    : $"nodes CONSULTCLUSTER_NODE_KEY=<content of {keyFile}> ./run --role relay --join {shown} --advertise <its address>");
            }

            writer.WriteLine($"relays {server.RelayPorts.Count} on UDP {PortList.Format(server.RelayPorts)}");
        }

        writer.WriteLine($"ready {address}");
        writer.Flush();
    }
}
