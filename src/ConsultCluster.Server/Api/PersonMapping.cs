using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Api;

/// <summary>Accounts as the API shows them.</summary>
internal static class PersonMapping
{
    public static PersonDto ToDto(this StaffAccount account) => new(
        account.Id.Value, account.UserName, account.DisplayName, EnumWords<StaffRole>.Write(account.Role), account.Disabled);
}
