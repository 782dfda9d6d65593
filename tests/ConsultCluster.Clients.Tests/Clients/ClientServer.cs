using System.Net;
using System.Net.NetworkInformation;
using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Clients.Tests;

/// <summary>The server to which the clients of these tests connect.</summary>
internal static class ClientServer
{
    /// <summary>Of the network that scripts/apart.sh makes: Firefox and others send no media to loopback addresses.</summary>
    private static readonly IPAddress Address = IPAddress.Parse("10.71.0.1");

    /// <summary>Starts it, with the demo accounts.</summary>
    public static Task<ServerProcess> StartAsync()
    {
        var isApart = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Any(unicast => unicast.Address.Equals(Address));
        return isApart
            ? ServerProcess.StartDemoAsync(https: false, "--advertise", Address.ToString(), "--demo-anyway")
            : throw new InvalidOperationException("These tests need a network of their own. Run ./test clients, which makes it by scripts/apart.sh.");
    }
}
