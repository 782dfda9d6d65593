using System.Net.Sockets;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.RelayNode;
using Microsoft.AspNetCore.Connections;

namespace ConsultCluster.Relay.Remote.Tests;

public sealed class StartupExceptionTests
{
    /// <summary>What Kestrel makes of a port for which two addresses are tried.</summary>
    [Fact]
    public void Explain_PortThatTheAccountMayNotUse_IsSeenInsideWhateverWrapsIt()
    {
        var denied = new SocketException((int)SocketError.AccessDenied);

        foreach (var failure in new Exception[] { denied, new IOException("port", denied), new IOException("port", new AggregateException(new IOException("first"), denied)) })
        {
            Assert.Equal("The ports may not be used by this account; choose some above 1023.", StartupException.Explain(failure, new RelayNodeOptions())?.Message);
        }
    }

    [Fact]
    public void Explain_RelayPortThatTheAccountMayNotUse_NamesPortAndFlag()
    {
        var failure = new RelayStartException("UDP port 700 cannot be bound", new SocketException((int)SocketError.AccessDenied));

        Assert.Equal(
            "UDP port 700 may not be used by this account; choose one above 1023 with --relay-port.",
            StartupException.Explain(failure, new RelayNodeOptions { RelayPort = 700 })?.Message);
    }

    [Fact]
    public void Explain_PortInUse_IsSeenInsideWhateverWrapsIt()
    {
        var failure = new IOException("port", new AggregateException(new AddressInUseException("taken")));

        Assert.StartsWith("One of the TCP ports is used", StartupException.Explain(failure, new RelayNodeOptions())?.Message, StringComparison.Ordinal);
        Assert.Null(StartupException.Explain(new IOException("something else"), new RelayNodeOptions()));
    }
}
