using System.ComponentModel.DataAnnotations;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>Where a process is reached over HTTP or HTTPS.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ControlUrlAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || (value is Uri { IsAbsoluteUri: true } url && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp));
}
