import CryptoExtras
import Hummingbird
import JWTKit
import Logging
import ServiceLifecycle
