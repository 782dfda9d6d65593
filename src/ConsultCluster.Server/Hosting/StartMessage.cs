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
            if (shown is not null)
            {
                // Elsewhere a one-time code is all that has to be carried over.
                writer.WriteLine($"nodes make a join code at {shown}/cluster, then: ./run --role relay --join {shown} --code <the code> --advertise <its address>");
            }
            else if (server.NodeKeyFile is { } keyFile)
            {
                // Beside this server the ports are taken.
                writer.WriteLine($"nodes ./run --role relay --join {address} --key-file {keyFile} --relay-port {server.RelayPorts.Append(options.RelayPort).Max() + 1}");
            }

            writer.WriteLine($"relays {server.RelayPorts.Count} on UDP {PortList.Format(server.RelayPorts)}");
        }

        writer.WriteLine($"ready {address}");
        writer.Flush();
    }
}
