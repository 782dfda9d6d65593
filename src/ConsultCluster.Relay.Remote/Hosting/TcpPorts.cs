using System.Net.Sockets;
using ConsultCluster.Relay.Remote.Settings;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>The ports that a process is told to listen on.</summary>
public static class TcpPorts
{
    /// <summary>
    /// Tries all of them, before anything starts that would have to stop again. A port that another program takes in the moment between is said by
    /// <see cref="StartupException.Explain"/>.
    /// </summary>
    /// <exception cref="StartupException">One of them is in use.</exception>
    public static void RequireFree(ProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var (setting, address) in options.Listens.Where(listen => listen.Address.Port != 0))
        {
            try
            {
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(address);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new StartupException(InUse(setting, address.Port), e);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
            {
                throw new StartupException($"TCP port {address.Port} may not be used by this account; choose one above 1023 with {Setting.FlagOf(setting)}.", e);
            }
            catch (SocketException)
            {
                // Such as an advertised address that another machine has: whether it matters, whoever listens will say.
            }
        }
    }

    /// <summary>The sentence for a port that another process has.</summary>
    internal static string InUse(string setting, int port) => $"TCP port {port} is used by another program; end it or choose another with {Setting.FlagOf(setting)}.";
}
