using System.Net;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Relay;

/// <summary>Settings of one relay.</summary>
public sealed class RelayOptions
{
    /// <summary>Name of the relay in the cluster, 1 to 64 characters of <c>A-Z a-z 0-9 _ -</c>. Default <c>relay-1</c>.</summary>
    public string Id { get; set; } = "relay-1";

    /// <summary>UDP port. Default 7000; 0 takes any free one.</summary>
    public int Port { get; set; } = 7000;

    /// <summary>Local address to bind; null binds all, IPv6 and IPv4.</summary>
    public IPAddress? BindAddress { get; set; }

    /// <summary>
    /// Addresses offered to terminals, most preferred first: IP addresses, each with or without a port
    /// (<c>192.0.2.7</c>, <c>192.0.2.7:7000</c>, <c>[2001:db8::7]:7000</c>). The default port is the bound one. Empty:
    /// this machine's own addresses.
    /// </summary>
    public IList<string> Advertise { get; } = [];

    /// <summary>Kernel receive buffer in bytes. Default 4 MiB: 0.3 s at 100 Mbit/s; net.core.rmem_max may grant less.</summary>
    public int ReceiveBufferBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Kernel send buffer in bytes. Default 4 MiB; net.core.wmem_max may grant less.</summary>
    public int SendBufferBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Send runs of equal-size datagrams as one message (UDP_SEGMENT). Default true; switched off at run time where it
    /// does not work.
    /// </summary>
    public bool SegmentationOffload { get; set; } = true;

    /// <summary>
    /// Use libIPSec_MB for AES-GCM when it is installed and the processor is x86-64 with AVX2; otherwise OpenSSL.
    /// Default true.
    /// </summary>
    public bool IpsecMb { get; set; } = true;

    /// <summary>SRTP profiles in OpenSSL's names, most preferred first, separated by colons. Default GCM, then counter mode.</summary>
    public string SrtpProfiles { get; set; } = OpenSsl.OpenSslDtlsSessionFactory.DefaultProfiles;

    /// <summary>Media that one terminal may send, in bits per second; part of <see cref="Core"/>.</summary>
    public long MaxInboundBitrate
    {
        get => Core.MaxInboundBitrate;
        set => Core.MaxInboundBitrate = value;
    }

    /// <summary>Media packets that one terminal may send per second; part of <see cref="Core"/>.</summary>
    public int MaxInboundPackets
    {
        get => Core.MaxInboundPackets;
        set => Core.MaxInboundPackets = value;
    }

    /// <summary>Timeouts, intervals and limits of forwarding.</summary>
    public RelayCoreOptions Core { get; } = new();
}
