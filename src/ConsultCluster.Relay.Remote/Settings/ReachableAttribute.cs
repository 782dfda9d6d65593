using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>An address of one machine that another machine can send to: not unspecified, multicast, broadcast or reserved.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReachableAttribute : ValidationAttribute
{
    /// <summary>The first byte of multicast addresses (224.0.0.0/4); beyond are reserved ones and broadcast (RFC 6890).</summary>
    private const byte FirstMulticast = 224;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is IPAddress address && IsOfOneMachine(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsOfOneMachine(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes()[0] is > 0 and < FirstMulticast
        : !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any);
}
