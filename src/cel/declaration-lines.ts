// What can be called: of which types, and what comes of it. Recorded from the real API server, in its order.
// Each line: name, `g` for a function or `m` for a method, the overload, its types with the target first, the result.
// Upstream: k8s.io/apiserver pkg/cel/environment, pkg/cel/library

export const declarationLines = `
!_ g logical_not (bool) bool
-_ g negate_double (double) double
-_ g negate_int64 (int) int
@in g in_list (<A>, list(<A>)) bool
@in g in_map (<A>, map(<A>, <B>)) bool
@not_strictly_false g not_strictly_false (bool) bool
@sortByAssociatedKeys m list_int_sortByAssociatedKeys (list(<T>), list(int)) list(<T>)
@sortByAssociatedKeys m list_uint_sortByAssociatedKeys (list(<T>), list(uint)) list(<T>)
@sortByAssociatedKeys m list_double_sortByAssociatedKeys (list(<T>), list(double)) list(<T>)
@sortByAssociatedKeys m list_bool_sortByAssociatedKeys (list(<T>), list(bool)) list(<T>)
@sortByAssociatedKeys m list_google.protobuf.Duration_sortByAssociatedKeys (list(<T>), list(google.protobuf.Duration)) list(<T>)
@sortByAssociatedKeys m list_google.protobuf.Timestamp_sortByAssociatedKeys (list(<T>), list(google.protobuf.Timestamp)) list(<T>)
@sortByAssociatedKeys m list_string_sortByAssociatedKeys (list(<T>), list(string)) list(<T>)
@sortByAssociatedKeys m list_bytes_sortByAssociatedKeys (list(<T>), list(bytes)) list(<T>)
_!=_ g not_equals (<A>, <A>) bool
_%_ g modulo_int64 (int, int) int
_%_ g modulo_uint64 (uint, uint) uint
_&&_ g logical_and (bool, bool) bool
_*_ g multiply_double (double, double) double
_*_ g multiply_int64 (int, int) int
_*_ g multiply_uint64 (uint, uint) uint
_+_ g add_bytes (bytes, bytes) bytes
_+_ g add_double (double, double) double
_+_ g add_duration_duration (google.protobuf.Duration, google.protobuf.Duration) google.protobuf.Duration
_+_ g add_duration_timestamp (google.protobuf.Duration, google.protobuf.Timestamp) google.protobuf.Timestamp
_+_ g add_timestamp_duration (google.protobuf.Timestamp, google.protobuf.Duration) google.protobuf.Timestamp
_+_ g add_int64 (int, int) int
_+_ g add_list (list(<A>), list(<A>)) list(<A>)
_+_ g add_string (string, string) string
_+_ g add_uint64 (uint, uint) uint
_-_ g subtract_double (double, double) double
_-_ g subtract_duration_duration (google.protobuf.Duration, google.protobuf.Duration) google.protobuf.Duration
_-_ g subtract_int64 (int, int) int
_-_ g subtract_timestamp_duration (google.protobuf.Timestamp, google.protobuf.Duration) google.protobuf.Timestamp
_-_ g subtract_timestamp_timestamp (google.protobuf.Timestamp, google.protobuf.Timestamp) google.protobuf.Duration
_-_ g subtract_uint64 (uint, uint) uint
_/_ g divide_double (double, double) double
_/_ g divide_int64 (int, int) int
_/_ g divide_uint64 (uint, uint) uint
_<=_ g less_equals_bool (bool, bool) bool
_<=_ g less_equals_int64 (int, int) bool
_<=_ g less_equals_int64_double (int, double) bool
_<=_ g less_equals_int64_uint64 (int, uint) bool
_<=_ g less_equals_uint64 (uint, uint) bool
_<=_ g less_equals_uint64_double (uint, double) bool
_<=_ g less_equals_uint64_int64 (uint, int) bool
_<=_ g less_equals_double (double, double) bool
_<=_ g less_equals_double_int64 (double, int) bool
_<=_ g less_equals_double_uint64 (double, uint) bool
_<=_ g less_equals_string (string, string) bool
_<=_ g less_equals_bytes (bytes, bytes) bool
_<=_ g less_equals_timestamp (google.protobuf.Timestamp, google.protobuf.Timestamp) bool
_<=_ g less_equals_duration (google.protobuf.Duration, google.protobuf.Duration) bool
_<_ g less_bool (bool, bool) bool
_<_ g less_int64 (int, int) bool
_<_ g less_int64_double (int, double) bool
_<_ g less_int64_uint64 (int, uint) bool
_<_ g less_uint64 (uint, uint) bool
_<_ g less_uint64_double (uint, double) bool
_<_ g less_uint64_int64 (uint, int) bool
_<_ g less_double (double, double) bool
_<_ g less_double_int64 (double, int) bool
_<_ g less_double_uint64 (double, uint) bool
_<_ g less_string (string, string) bool
_<_ g less_bytes (bytes, bytes) bool
_<_ g less_timestamp (google.protobuf.Timestamp, google.protobuf.Timestamp) bool
_<_ g less_duration (google.protobuf.Duration, google.protobuf.Duration) bool
_==_ g equals (<A>, <A>) bool
_>=_ g greater_equals_bool (bool, bool) bool
_>=_ g greater_equals_int64 (int, int) bool
_>=_ g greater_equals_int64_double (int, double) bool
_>=_ g greater_equals_int64_uint64 (int, uint) bool
_>=_ g greater_equals_uint64 (uint, uint) bool
_>=_ g greater_equals_uint64_double (uint, double) bool
_>=_ g greater_equals_uint64_int64 (uint, int) bool
_>=_ g greater_equals_double (double, double) bool
_>=_ g greater_equals_double_int64 (double, int) bool
_>=_ g greater_equals_double_uint64 (double, uint) bool
_>=_ g greater_equals_string (string, string) bool
_>=_ g greater_equals_bytes (bytes, bytes) bool
_>=_ g greater_equals_timestamp (google.protobuf.Timestamp, google.protobuf.Timestamp) bool
_>=_ g greater_equals_duration (google.protobuf.Duration, google.protobuf.Duration) bool
_>_ g greater_bool (bool, bool) bool
_>_ g greater_int64 (int, int) bool
_>_ g greater_int64_double (int, double) bool
_>_ g greater_int64_uint64 (int, uint) bool
_>_ g greater_uint64 (uint, uint) bool
_>_ g greater_uint64_double (uint, double) bool
_>_ g greater_uint64_int64 (uint, int) bool
_>_ g greater_double (double, double) bool
_>_ g greater_double_int64 (double, int) bool
_>_ g greater_double_uint64 (double, uint) bool
_>_ g greater_string (string, string) bool
_>_ g greater_bytes (bytes, bytes) bool
_>_ g greater_timestamp (google.protobuf.Timestamp, google.protobuf.Timestamp) bool
_>_ g greater_duration (google.protobuf.Duration, google.protobuf.Duration) bool
_?._ g select_optional_field (dyn, string) optional_type(<V>)
_?_:_ g conditional (bool, <A>, <A>) <A>
_[?_] g list_optindex_optional_int (list(<V>), int) optional_type(<V>)
_[?_] g optional_list_optindex_optional_int (optional_type(list(<V>)), int) optional_type(<V>)
_[?_] g map_optindex_optional_value (map(<K>, <V>), <K>) optional_type(<V>)
_[?_] g optional_map_optindex_optional_value (optional_type(map(<K>, <V>)), <K>) optional_type(<V>)
_[_] g index_list (list(<A>), int) <A>
_[_] g index_map (map(<A>, <B>), <A>) <B>
_[_] g optional_list_index_int (optional_type(list(<V>)), int) optional_type(<V>)
_[_] g optional_map_index_value (optional_type(map(<K>, <V>)), <K>) optional_type(<V>)
_||_ g logical_or (bool, bool) bool
add m quantity_add (kubernetes.Quantity, kubernetes.Quantity) kubernetes.Quantity
add m quantity_add_int (kubernetes.Quantity, int) kubernetes.Quantity
allowed m decision_allowed (kubernetes.authorization.Decision) bool
asApproximateFloat m quantity_get_float (kubernetes.Quantity) double
asInteger m quantity_get_int (kubernetes.Quantity) int
bool g bool_to_bool (bool) bool
bool g string_to_bool (string) bool
bytes g bytes_to_bytes (bytes) bytes
bytes g string_to_bytes (string) bytes
cel.@mapInsert g @mapInsert_map_key_value (map(<K>, <V>), <K>, <V>) map(<K>, <V>)
cel.@mapInsert g @mapInsert_map_map (map(<K>, <V>), map(<K>, <V>)) map(<K>, <V>)
charAt m string_char_at_int (string, int) string
check m pathcheck_check (kubernetes.authorization.PathCheck, string) kubernetes.authorization.Decision
check m resourcecheck_check (kubernetes.authorization.ResourceCheck, string) kubernetes.authorization.Decision
cidr g string_to_cidr (string) net.CIDR
compareTo m quantity_compare_to (kubernetes.Quantity, kubernetes.Quantity) int
compareTo m semver_compare_to (kubernetes.Semver, kubernetes.Semver) int
contains m contains_string (string, string) bool
containsCIDR m cidr_contains_cidr_string (net.CIDR, string) bool
containsCIDR m cidr_contains_cidr (net.CIDR, net.CIDR) bool
containsIP m cidr_contains_ip_string (net.CIDR, string) bool
containsIP m cidr_contains_ip_ip (net.CIDR, net.IP) bool
distinct m list_distinct (list(<T>)) list(<T>)
double g double_to_double (double) double
double g int64_to_double (int) double
double g string_to_double (string) double
double g uint64_to_double (uint) double
duration g duration_to_duration (google.protobuf.Duration) google.protobuf.Duration
duration g int64_to_duration (int) google.protobuf.Duration
duration g string_to_duration (string) google.protobuf.Duration
dyn g to_dyn (<A>) dyn
endsWith m ends_with_string (string, string) bool
error m decision_error (kubernetes.authorization.Decision) string
errored m decision_errored (kubernetes.authorization.Decision) bool
family m ip_family (net.IP) int
fieldSelector m authorizer_fieldselector (kubernetes.authorization.ResourceCheck, string) kubernetes.authorization.ResourceCheck
find m string_find_string (string, string) string
findAll m string_find_all_string (string, string) list(string)
findAll m string_find_all_string_int (string, string, int) list(string)
first m list_first (list(<V>)) optional_type(<V>)
flatten m list_flatten (list(list(<T>))) list(<T>)
flatten m list_flatten_int (list(dyn), int) list(dyn)
format m string_format (string, list(dyn)) string
format.byte g format.byte () kubernetes.NamedFormat
format.date g format.date () kubernetes.NamedFormat
format.datetime g format.datetime () kubernetes.NamedFormat
format.dns1035Label g format.dns1035Label () kubernetes.NamedFormat
format.dns1035LabelPrefix g format.dns1035LabelPrefix () kubernetes.NamedFormat
format.dns1123Label g format.dns1123Label () kubernetes.NamedFormat
format.dns1123LabelPrefix g format.dns1123LabelPrefix () kubernetes.NamedFormat
format.dns1123Subdomain g format.dns1123Subdomain () kubernetes.NamedFormat
format.dns1123SubdomainPrefix g format.dns1123SubdomainPrefix () kubernetes.NamedFormat
format.labelValue g format.labelValue () kubernetes.NamedFormat
format.named g format-named (string) optional_type(kubernetes.NamedFormat)
format.qualifiedName g format.qualifiedName () kubernetes.NamedFormat
format.uri g format.uri () kubernetes.NamedFormat
format.uuid g format.uuid () kubernetes.NamedFormat
getDate m timestamp_to_day_of_month_1_based (google.protobuf.Timestamp) int
getDate m timestamp_to_day_of_month_1_based_with_tz (google.protobuf.Timestamp, string) int
getDayOfMonth m timestamp_to_day_of_month (google.protobuf.Timestamp) int
getDayOfMonth m timestamp_to_day_of_month_with_tz (google.protobuf.Timestamp, string) int
getDayOfWeek m timestamp_to_day_of_week (google.protobuf.Timestamp) int
getDayOfWeek m timestamp_to_day_of_week_with_tz (google.protobuf.Timestamp, string) int
getDayOfYear m timestamp_to_day_of_year (google.protobuf.Timestamp) int
getDayOfYear m timestamp_to_day_of_year_with_tz (google.protobuf.Timestamp, string) int
getEscapedPath m url_get_escaped_path (kubernetes.URL) string
getFullYear m timestamp_to_year (google.protobuf.Timestamp) int
getFullYear m timestamp_to_year_with_tz (google.protobuf.Timestamp, string) int
getHost m url_get_host (kubernetes.URL) string
getHostname m url_get_hostname (kubernetes.URL) string
getHours m timestamp_to_hours (google.protobuf.Timestamp) int
getHours m timestamp_to_hours_with_tz (google.protobuf.Timestamp, string) int
getHours m duration_to_hours (google.protobuf.Duration) int
getMilliseconds m timestamp_to_milliseconds (google.protobuf.Timestamp) int
getMilliseconds m timestamp_to_milliseconds_with_tz (google.protobuf.Timestamp, string) int
getMilliseconds m duration_to_milliseconds (google.protobuf.Duration) int
getMinutes m timestamp_to_minutes (google.protobuf.Timestamp) int
getMinutes m timestamp_to_minutes_with_tz (google.protobuf.Timestamp, string) int
getMinutes m duration_to_minutes (google.protobuf.Duration) int
getMonth m timestamp_to_month (google.protobuf.Timestamp) int
getMonth m timestamp_to_month_with_tz (google.protobuf.Timestamp, string) int
getPort m url_get_port (kubernetes.URL) string
getQuery m url_get_query (kubernetes.URL) map(string, list(string))
getScheme m url_get_scheme (kubernetes.URL) string
getSeconds m timestamp_to_seconds (google.protobuf.Timestamp) int
getSeconds m timestamp_to_seconds_tz (google.protobuf.Timestamp, string) int
getSeconds m duration_to_seconds (google.protobuf.Duration) int
group m authorizer_group (kubernetes.authorization.Authorizer, string) kubernetes.authorization.GroupCheck
hasValue m optional_hasValue (optional_type(<V>)) bool
indexOf m list_a_index_of_int (list(<A>), <A>) int
indexOf m string_index_of_string (string, string) int
indexOf m string_index_of_string_int (string, string, int) int
int g int64_to_int64 (int) int
int g double_to_int64 (double) int
int g duration_to_int64 (google.protobuf.Duration) int
int g string_to_int64 (string) int
int g timestamp_to_int64 (google.protobuf.Timestamp) int
int g uint64_to_int64 (uint) int
ip g string_to_ip (string) net.IP
ip m cidr_ip (net.CIDR) net.IP
ip.isCanonical g ip_is_canonical (string) bool
isCIDR g is_cidr (string) bool
isGlobalUnicast m ip_is_global_unicast (net.IP) bool
isGreaterThan m quantity_is_greater_than (kubernetes.Quantity, kubernetes.Quantity) bool
isGreaterThan m semver_is_greater_than (kubernetes.Semver, kubernetes.Semver) bool
isIP g is_ip (string) bool
isInteger m quantity_is_integer (kubernetes.Quantity) bool
isLessThan m quantity_is_less_than (kubernetes.Quantity, kubernetes.Quantity) bool
isLessThan m semver_is_less_than (kubernetes.Semver, kubernetes.Semver) bool
isLinkLocalMulticast m ip_is_link_local_multicast (net.IP) bool
isLinkLocalUnicast m ip_is_link_local_unicast (net.IP) bool
isLoopback m ip_is_loopback (net.IP) bool
isQuantity g is_quantity_string (string) bool
isSemver g is_semver_string (string) bool
isSemver g is_semver_string_bool (string, bool) bool
isSorted m list_int_is_sorted_bool (list(int)) bool
isSorted m list_uint_is_sorted_bool (list(uint)) bool
isSorted m list_double_is_sorted_bool (list(double)) bool
isSorted m list_bool_is_sorted_bool (list(bool)) bool
isSorted m list_duration_is_sorted_bool (list(google.protobuf.Duration)) bool
isSorted m list_timestamp_is_sorted_bool (list(google.protobuf.Timestamp)) bool
isSorted m list_string_is_sorted_bool (list(string)) bool
isSorted m list_bytes_is_sorted_bool (list(bytes)) bool
isURL g is_url_string (string) bool
isUnspecified m ip_is_unspecified (net.IP) bool
join m list_join (list(string)) string
join m list_join_string (list(string), string) string
labelSelector m authorizer_labelselector (kubernetes.authorization.ResourceCheck, string) kubernetes.authorization.ResourceCheck
last m list_last (list(<V>)) optional_type(<V>)
lastIndexOf m list_a_last_index_of_int (list(<A>), <A>) int
lastIndexOf m string_last_index_of_string (string, string) int
lastIndexOf m string_last_index_of_string_int (string, string, int) int
lists.range g lists_range (int) list(int)
lowerAscii m string_lower_ascii (string) string
major m semver_major (kubernetes.Semver) int
masked m cidr_masked (net.CIDR) net.CIDR
matches g matches (string, string) bool
matches m matches_string (string, string) bool
max m list_int_max_int (list(int)) int
max m list_uint_max_uint (list(uint)) uint
max m list_double_max_double (list(double)) double
max m list_bool_max_bool (list(bool)) bool
max m list_duration_max_duration (list(google.protobuf.Duration)) google.protobuf.Duration
max m list_timestamp_max_timestamp (list(google.protobuf.Timestamp)) google.protobuf.Timestamp
max m list_string_max_string (list(string)) string
max m list_bytes_max_bytes (list(bytes)) bytes
min m list_int_min_int (list(int)) int
min m list_uint_min_uint (list(uint)) uint
min m list_double_min_double (list(double)) double
min m list_bool_min_bool (list(bool)) bool
min m list_duration_min_duration (list(google.protobuf.Duration)) google.protobuf.Duration
min m list_timestamp_min_timestamp (list(google.protobuf.Timestamp)) google.protobuf.Timestamp
min m list_string_min_string (list(string)) string
min m list_bytes_min_bytes (list(bytes)) bytes
minor m semver_minor (kubernetes.Semver) int
name m resourcecheck_name (kubernetes.authorization.ResourceCheck, string) kubernetes.authorization.ResourceCheck
namespace m resourcecheck_namespace (kubernetes.authorization.ResourceCheck, string) kubernetes.authorization.ResourceCheck
optional.none g optional_none () optional_type(<V>)
optional.of g optional_of (<V>) optional_type(<V>)
optional.ofNonZeroValue g optional_ofNonZeroValue (<V>) optional_type(<V>)
optional.unwrap g optional_unwrap (list(optional_type(<V>))) list(<V>)
or m optional_or_optional (optional_type(<V>), optional_type(<V>)) optional_type(<V>)
orValue m optional_orValue_value (optional_type(<V>), <V>) <V>
patch m semver_patch (kubernetes.Semver) int
path m authorizer_path (kubernetes.authorization.Authorizer, string) kubernetes.authorization.PathCheck
prefixLength m cidr_prefix_length (net.CIDR) int
quantity g string_to_quantity (string) kubernetes.Quantity
reason m decision_reason (kubernetes.authorization.Decision) string
replace m string_replace_string_string (string, string, string) string
replace m string_replace_string_string_int (string, string, string, int) string
resource m groupcheck_resource (kubernetes.authorization.GroupCheck, string) kubernetes.authorization.ResourceCheck
reverse m list_reverse (list(<T>)) list(<T>)
semver g string_to_semver (string) kubernetes.Semver
semver g string_bool_to_semver (string, bool) kubernetes.Semver
serviceAccount m authorizer_serviceaccount (kubernetes.authorization.Authorizer, string, string) kubernetes.authorization.Authorizer
sets.contains g list_sets_contains_list (list(<T>), list(<T>)) bool
sets.equivalent g list_sets_equivalent_list (list(<T>), list(<T>)) bool
sets.intersects g list_sets_intersects_list (list(<T>), list(<T>)) bool
sign g quantity_sign (kubernetes.Quantity) int
size g size_bytes (bytes) int
size m bytes_size (bytes) int
size g size_list (list(<A>)) int
size m list_size (list(<A>)) int
size g size_map (map(<A>, <B>)) int
size m map_size (map(<A>, <B>)) int
size g size_string (string) int
size m string_size (string) int
slice m list_slice (list(<T>), int, int) list(<T>)
sort m list_int_sort (list(int)) list(int)
sort m list_uint_sort (list(uint)) list(uint)
sort m list_double_sort (list(double)) list(double)
sort m list_bool_sort (list(bool)) list(bool)
sort m list_google.protobuf.Duration_sort (list(google.protobuf.Duration)) list(google.protobuf.Duration)
sort m list_google.protobuf.Timestamp_sort (list(google.protobuf.Timestamp)) list(google.protobuf.Timestamp)
sort m list_string_sort (list(string)) list(string)
sort m list_bytes_sort (list(bytes)) list(bytes)
split m string_split_string (string, string) list(string)
split m string_split_string_int (string, string, int) list(string)
startsWith m starts_with_string (string, string) bool
string g string_to_string (string) string
string g bool_to_string (bool) string
string g bytes_to_string (bytes) string
string g double_to_string (double) string
string g duration_to_string (google.protobuf.Duration) string
string g int64_to_string (int) string
string g timestamp_to_string (google.protobuf.Timestamp) string
string g uint64_to_string (uint) string
string g ip_to_string (net.IP) string
string g cidr_to_string (net.CIDR) string
strings.quote g strings_quote (string) string
sub m quantity_sub (kubernetes.Quantity, kubernetes.Quantity) kubernetes.Quantity
sub m quantity_sub_int (kubernetes.Quantity, int) kubernetes.Quantity
subresource m resourcecheck_subresource (kubernetes.authorization.ResourceCheck, string) kubernetes.authorization.ResourceCheck
substring m string_substring_int (string, int) string
substring m string_substring_int_int (string, int, int) string
sum m list_int_sum_int (list(int)) int
sum m list_uint_sum_uint (list(uint)) uint
sum m list_double_sum_double (list(double)) double
sum m list_duration_sum_duration (list(google.protobuf.Duration)) google.protobuf.Duration
timestamp g timestamp_to_timestamp (google.protobuf.Timestamp) google.protobuf.Timestamp
timestamp g int64_to_timestamp (int) google.protobuf.Timestamp
timestamp g string_to_timestamp (string) google.protobuf.Timestamp
trim m string_trim (string) string
type g type (<A>) type(<A>)
uint g uint64_to_uint64 (uint) uint
uint g double_to_uint64 (double) uint
uint g int64_to_uint64 (int) uint
uint g string_to_uint64 (string) uint
unwrapOpt m optional_unwrapOpt (list(optional_type(<V>))) list(<V>)
upperAscii m string_upper_ascii (string) string
url g string_to_url (string) kubernetes.URL
validate m format-validate (kubernetes.NamedFormat, string) optional_type(list(string))
value m optional_value (optional_type(<V>)) <V>
`;
