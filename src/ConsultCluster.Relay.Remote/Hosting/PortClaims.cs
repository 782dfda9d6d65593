using System.Net;
using System.Net.Sockets;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>
/// Claims on TCP ports whose listener shares them: the groups' engine listens with SO_REUSEPORT, so two processes that start together would both get the port. Each claim is a
/// name among the kernel's abstract Unix sockets: one holder for all accounts and data folders of a network namespace, as for ports, and free again as soon as the
/// process ends, however it does. Only Linux has them; elsewhere nothing is claimed.
/// </summary>
public sealed class PortClaims : IDisposable
{
    private readonly List<Socket> _claims = [];

    private PortClaims()
    {
    }

    /// <summary>Claims all of them, or none.</summary>
    /// <param name="ports">Address and port, with the setting that says so; port 0 is not claimed.</param>
    /// <exception cref="StartupException">Another process has one of them.</exception>
    public static PortClaims Take(IEnumerable<(string Setting, IPEndPoint Address)> ports)
    {
        ArgumentNullException.ThrowIfNull(ports);
        var taken = new PortClaims();
        try
        {
            foreach (var (setting, address) in ports.Where(port => port.Address.Port != 0 && OperatingSystem.IsLinux()))
            {
                taken.Add(setting, address);
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _claims.ForEach(claim => claim.Dispose());

    private void Add(string setting, IPEndPoint address)
    {
        var claim = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _claims.Add(claim);
        try
        {
            // A zero byte in front makes it a name of the kernel's, not of a file.
            claim.Bind(new UnixDomainSocketEndPoint($"\0consultcluster tcp {address}"));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartupException(TcpPorts.InUse(setting, address.Port), e);
        }
    }
}
