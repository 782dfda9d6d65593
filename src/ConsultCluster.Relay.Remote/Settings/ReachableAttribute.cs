using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>An address that another machine can send to.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReachableAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is IPAddress address && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
}
